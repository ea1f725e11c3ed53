package dev.vitrine.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.standalone.data.StackState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirTest {
  @TempDir Path temp = Path.of("");

  @Test
  void a_folder_with_something_else_in_it_is_not_taken() throws IOException {
    Files.writeString(temp.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> DataDir.claim(temp)).isInstanceOf(StandaloneException.class);
  }

  @Test
  void nothing_is_deleted_without_the_marker() throws IOException {
    Files.createDirectories(temp.resolve("postgres"));
    DataDir unmarked = DataDir.at(temp);
    assertThatThrownBy(() -> unmarked.keep(DataDir.Kept.NOTHING))
        .isInstanceOf(StandaloneException.class);
    assertThat(temp.resolve("postgres")).exists();
  }

  @Test
  void a_fresh_start_deletes_the_catalog_and_keeps_keys() throws IOException {
    DataDir dir = DataDir.claim(temp.resolve("data"));
    Files.createDirectories(dir.of("postgres/cluster"));
    Files.createDirectories(dir.keys());
    dir.keep(DataDir.Kept.NOTHING);
    assertThat(dir.of("postgres")).doesNotExist();
    assertThat(dir.keys()).exists();
  }

  @Test
  void of_what_is_made_again_from_the_events_nothing_stays() throws IOException {
    DataDir dir = DataDir.claim(temp.resolve("data"));
    List<String> events = List.of("postgres", "spool", "sample-loaded");
    List<String> madeOfThem = List.of("kafka", "connect", "dynamodb", "redis", "streams");
    for (String name : Stream.concat(events.stream(), madeOfThem.stream()).toList()) {
      Files.createDirectories(dir.of(name));
    }
    dir.keep(DataDir.Kept.ALL);
    assertThat(dir.of("kafka")).exists();
    dir.keep(DataDir.Kept.EVENTS);
    assertThat(events).allSatisfy(name -> assertThat(dir.of(name)).exists());
    assertThat(madeOfThem).allSatisfy(name -> assertThat(dir.of(name)).doesNotExist());
  }

  @Test
  void a_second_stack_on_the_same_directory_is_refused() {
    DataDir dir = DataDir.claim(temp.resolve("data"));
    try (DataLock _ = DataLock.take(dir)) {
      assertThatThrownBy(() -> DataLock.take(dir))
          .isInstanceOf(StandaloneException.class)
          .hasMessageContaining("already up");
    }
    DataLock.take(dir).close();
  }

  @Test
  void a_pid_that_was_given_to_another_process_is_not_the_old_one() {
    long pid = ProcessHandle.current().pid();
    ProcessIdentity self = ProcessIdentity.of(pid).orElseThrow();
    assertThat(self.isAlive()).isTrue();
    var earlier = new ProcessIdentity(pid, self.startTicks() - 1, self.bootId());
    assertThat(earlier.isAlive()).isFalse();
    assertThat(earlier.handle()).isEmpty();
  }

  @Test
  void the_note_of_a_dead_supervisor_is_not_believed() {
    DataDir dir = DataDir.claim(temp.resolve("data"));
    long pid = ProcessHandle.current().pid();
    ProcessIdentity self = ProcessIdentity.of(pid).orElseThrow();
    var dead = new ProcessIdentity(pid, self.startTicks() - 1, self.bootId());
    new StackState(dead, Ports.DEFAULT, Phase.READY, null, List.of()).write(dir);
    assertThat(StackState.running(dir)).isEmpty();
    new StackState(self, Ports.DEFAULT, Phase.READY, null, List.of()).write(dir);
    assertThat(StackState.ready(dir).ports()).isEqualTo(Ports.DEFAULT);
  }

  @Test
  void an_offset_moves_every_port() {
    assertThat(Ports.withOffset(100).query()).isEqualTo(8180);
    assertThat(Ports.withOffset(100).dynamodb()).isEqualTo(18100);
    assertThatThrownBy(() -> Ports.withOffset(60_000)).isInstanceOf(StandaloneException.class);
  }
}
