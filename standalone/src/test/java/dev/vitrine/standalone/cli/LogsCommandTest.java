package dev.vitrine.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCommandTest {
  private final DataDir dir;

  LogsCommandTest(@TempDir Path folder) {
    dir = DataDir.claim(folder);
  }

  @BeforeEach
  void write() throws IOException {
    for (String name : List.of(Detached.LOG, Detached.JVM_LOG, "redis")) {
      Files.writeString(dir.log(name), "ready\n");
    }
  }

  @Test
  void of_all_logs_the_supervisors_lines_are_shown_once() {
    assertThat(LogsCommand.followers(dir, null)).containsOnlyKeys("redis", "supervisor");
  }

  @Test
  void each_log_is_shown_by_its_name() {
    for (String name : List.of("redis", "supervisor", "supervisor-jvm")) {
      assertThat(LogsCommand.followers(dir, name)).containsOnlyKeys(name);
    }
    assertThatThrownBy(() -> LogsCommand.followers(dir, "valkey"))
        .isInstanceOf(StandaloneException.class)
        .hasMessage("no log valkey; there are: redis, supervisor, supervisor-jvm");
  }
}
