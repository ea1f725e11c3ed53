package dev.vitrine.query.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.contract.Limits;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class GatheredTest {
  private static final int MAX_WAITING = 2 * Limits.BATCH + 50;

  /** A call that the test ends; {@code one} is set for a read of one key. */
  private record Call(
      Set<ViewKey> keys, Sinks.@Nullable One<FoundView> one, Sinks.One<ViewStore.Views> all) {
    void answer() {
      if (one != null) {
        one.tryEmitValue(found(keys.iterator().next()));
      }
      Map<ViewKey, FoundView> views = new HashMap<>();
      keys.forEach(key -> views.put(key, found(key)));
      all.tryEmitValue(new ViewStore.Views(views, Set.of(), Set.of()));
    }
  }

  private final List<Call> calls = new ArrayList<>();
  private final Map<ViewKey, List<FoundView>> answers = new HashMap<>();
  private final List<Throwable> failures = new ArrayList<>();

  private final ViewStore slow =
      new ViewStore() {
        @Override
        public Mono<FoundView> read(ViewKey key) {
          Sinks.One<FoundView> one = Sinks.one();
          calls.add(new Call(Set.of(key), one, Sinks.one()));
          return one.asMono();
        }

        @Override
        public Mono<Views> readAll(Set<ViewKey> keys) {
          Sinks.One<Views> all = Sinks.one();
          calls.add(new Call(Set.copyOf(keys), null, all));
          return all.asMono();
        }
      };

  private final Gathered gathered = Gathered.overThreads(slow, Source.DYNAMODB, 1, MAX_WAITING);

  private static ViewKey key(int i) {
    return new ViewKey.Product("p" + i);
  }

  private static Set<ViewKey> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(GatheredTest::key).collect(Collectors.toSet());
  }

  /** Its body names the key, so that an answer is known to be the right one. */
  private static FoundView found(ViewKey key) {
    return new FoundView(
        new StoredView(
            ViewVersion.ofSequence(1), false, key.text().getBytes(StandardCharsets.US_ASCII)),
        Source.DYNAMODB);
  }

  private void read(int from, int to) {
    read(gathered, from, to);
  }

  private void read(Gathered through, int from, int to) {
    for (int i = from; i < to; i++) {
      ViewKey key = key(i);
      through
          .read(key)
          .subscribe(
              found -> answers.computeIfAbsent(key, _ -> new ArrayList<>()).add(found),
              failures::add);
    }
  }

  private void assertAnswered(int reads) {
    assertThat(answers.values().stream().mapToInt(List::size).sum()).isEqualTo(reads);
    answers.forEach(
        (key, all) ->
            assertThat(all).allMatch(one -> one.view().equals(found(key).view()), key.text()));
  }

  @Test
  void what_comes_while_a_call_is_under_way_is_one_call_after_it() {
    read(0, 51);
    assertThat(calls).singleElement().extracting(Call::keys).isEqualTo(keys(0, 1));

    calls.getLast().answer();

    assertThat(calls).hasSize(2);
    assertThat(calls.getLast().keys()).isEqualTo(keys(1, 51));
    assertAnswered(1);
    calls.getLast().answer();
    assertThat(calls).hasSize(2);
    assertAnswered(51);
    assertThat(failures).isEmpty();
  }

  @Test
  void reads_of_a_key_that_wait_together_ask_for_it_once_and_are_all_answered() {
    read(0, 1);
    read(1, 3);
    read(1, 3);
    calls.getLast().answer();
    assertThat(calls.getLast().keys()).isEqualTo(keys(1, 3));
    calls.getLast().answer();
    assertThat(calls).hasSize(2);
    assertAnswered(5);
  }

  @Test
  void what_is_read_together_is_one_call_though_more_calls_are_free() {
    Gathered free = Gathered.overThreads(slow, Source.DYNAMODB, 32, MAX_WAITING);
    Gathered.together(
        () -> {
          read(free, 0, 20);
          Gathered.together(() -> read(free, 20, 24));
          assertThat(calls).isEmpty();
        });
    assertThat(calls).singleElement().extracting(Call::keys).isEqualTo(keys(0, 24));
    calls.getLast().answer();
    assertAnswered(24);
    read(free, 24, 26);
    assertThat(calls).as("by itself each is a call").hasSize(3);
  }

  @Test
  void what_the_answers_to_a_call_read_is_one_call_of_the_next_store() {
    Gathered next = Gathered.overThreads(slow, Source.DYNAMODB, 32, MAX_WAITING);
    Gathered.together(
        () -> {
          for (int i = 0; i < 24; i++) {
            ViewKey key = key(i);
            gathered.read(key).flatMap(_ -> next.read(key)).subscribe();
          }
        });
    calls.getFirst().answer();
    assertThat(calls).hasSize(2);
    assertThat(calls.getLast().keys()).isEqualTo(keys(0, 24));
  }

  @Test
  void what_was_read_together_goes_out_though_something_failed_meanwhile() {
    assertThatThrownBy(
            () ->
                Gathered.together(
                    () -> {
                      read(0, 2);
                      throw new IllegalStateException("meanwhile");
                    }))
        .hasMessage("meanwhile");
    calls.getLast().answer();
    assertAnswered(2);
    read(2, 3);
    assertThat(calls).hasSize(2);
  }

  @Test
  void a_call_asks_for_no_more_than_a_store_takes_at_once() {
    read(0, 1 + MAX_WAITING);
    for (int i = 0; i < calls.size(); i++) {
      calls.get(i).answer();
    }
    assertThat(calls.stream().map(call -> call.keys().size()))
        .containsExactly(1, Limits.BATCH, Limits.BATCH, 50);
    assertAnswered(1 + MAX_WAITING);
  }

  @Test
  void one_more_than_may_wait_is_told_so_at_once_and_costs_the_others_nothing() {
    read(0, 1 + MAX_WAITING);
    assertThat(failures).isEmpty();

    read(1 + MAX_WAITING, 2 + MAX_WAITING);

    assertThat(failures)
        .singleElement()
        .isInstanceOf(StoreUnavailable.class)
        .extracting(Throwable::getMessage)
        .asString()
        .contains("dynamodb", "too many reads wait");
    calls.getLast().answer(); // a hundred go out, and make room for as many
    read(2 + MAX_WAITING, 2 + MAX_WAITING + Limits.BATCH);
    assertThat(failures).hasSize(1);
    for (int i = 1; i < calls.size(); i++) {
      calls.get(i).answer();
    }
    assertAnswered(1 + MAX_WAITING + Limits.BATCH);
  }

  @Test
  void a_call_that_fails_fails_its_reads_and_the_next_goes_out() {
    read(0, 3);
    calls.getLast().answer();
    read(3, 5);
    var away = new StoreUnavailable(Source.DYNAMODB, "away", null);
    calls.getLast().all().tryEmitError(away);
    assertThat(failures).containsExactly(away, away);
    calls.getLast().answer();
    assertAnswered(3);
  }
}
