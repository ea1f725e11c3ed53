package dev.vitrine.command.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.vitrine.command.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ClaimTableTest {
  private static final int RACERS = 32;

  private static HikariDataSource source = new HikariDataSource();
  private static Claims claims = new InMemoryClaims();
  private static TransactionTemplate transaction = new TransactionTemplate();

  private final ClaimKey sku = ClaimKey.sku(UUID.randomUUID().toString());
  private final ClaimKey other = ClaimKey.slug(UUID.randomUUID().toString());

  @BeforeAll
  static void connect() {
    source = TestDatabase.dataSource(RACERS + 1);
    claims = new ClaimTable(new JdbcTemplate(source));
    transaction = new TransactionTemplate(new JdbcTransactionManager(source));
  }

  @AfterAll
  static void disconnect() {
    source.close();
  }

  @Test
  void of_32_products_that_want_one_sku_exactly_one_gets_it() throws Exception {
    CyclicBarrier start = new CyclicBarrier(RACERS);
    List<Callable<ClaimOutcome>> racers = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      String owner = "racer-" + i;
      racers.add(
          () -> {
            start.await();
            return take(claim(sku, owner));
          });
    }
    List<ClaimOutcome> outcomes = all(racers);
    String winner = claims.owners(List.of(sku)).get(sku);
    assertThat(outcomes).filteredOn(ClaimOutcome.Granted.class::isInstance).hasSize(1);
    assertThat(outcomes)
        .filteredOn(ClaimOutcome.Refused.class::isInstance)
        .hasSize(RACERS - 1)
        .allMatch(
            new ClaimOutcome.Refused(List.of(new ClaimConflict(sku, String.valueOf(winner))))
                ::equals);
  }

  @Test
  void generations_of_a_key_that_wanders_are_without_gap_or_repeat() throws Exception {
    List<Callable<List<Long>>> wanderers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String owner = "wanderer-" + i;
      wanderers.add(
          () -> {
            List<Long> seen = new ArrayList<>();
            while (seen.size() < 20) {
              if (take(claim(sku, owner)) instanceof ClaimOutcome.Granted(var before)) {
                seen.add(generation(before) + 1);
                if (take(release(sku, owner)) instanceof ClaimOutcome.Granted(var then)) {
                  seen.add(generation(then) + 1);
                }
              }
            }
            return seen;
          });
    }
    List<Long> generations = all(wanderers).stream().flatMap(List::stream).sorted().toList();
    List<Long> expected = new ArrayList<>();
    for (long i = 1; i <= generations.size(); i++) {
      expected.add(i);
    }
    assertThat(generations).isEqualTo(expected);
  }

  @Test
  void keys_wanted_crosswise_do_not_deadlock() throws Exception {
    List<Callable<ClaimOutcome>> pairs = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      List<ClaimChange> both = List.of(claim(sku, "pair-" + i), claim(other, "pair-" + i));
      List<ClaimChange> changes = i % 2 == 0 ? both : both.reversed();
      pairs.add(() -> take(changes.toArray(ClaimChange[]::new)));
    }
    assertThat(all(pairs)).filteredOn(ClaimOutcome.Granted.class::isInstance).hasSize(1);
  }

  @Test
  void what_was_refused_leaves_nothing_behind() {
    take(claim(sku, "first"));
    assertThat(take(claim(other, "second"), claim(sku, "second")))
        .isEqualTo(new ClaimOutcome.Refused(List.of(new ClaimConflict(sku, "first"))));
    assertThat(claims.owners(List.of(sku, other))).isEqualTo(Map.of(sku, "first"));
  }

  @Test
  void a_freed_key_keeps_its_generation() {
    take(claim(sku, "first"));
    take(release(sku, "first"));
    assertThat(claims.owners(List.of(sku))).isEmpty();
    assertThat(take(claim(sku, "second"))).isEqualTo(new ClaimOutcome.Granted(Map.of(sku, 2L)));
  }

  @Test
  void released_and_claimed_again_in_one_commit_is_two_steps() {
    take(claim(sku, "first"));
    assertThat(take(new ClaimChange(sku, "first", true, true, 2)))
        .isEqualTo(new ClaimOutcome.Granted(Map.of(sku, 1L)));
    assertThat(take(release(sku, "first"))).isEqualTo(new ClaimOutcome.Granted(Map.of(sku, 3L)));
  }

  @Test
  void releasing_what_was_released_meanwhile_is_a_conflict_to_be_retried() {
    take(claim(sku, "first"));
    take(release(sku, "first"));
    assertThatThrownBy(() -> take(release(sku, "first")))
        .isInstanceOf(ConcurrencyFailureException.class);
    take(claim(sku, "second"));
    assertThatThrownBy(() -> take(release(sku, "first")))
        .isInstanceOf(ConcurrencyFailureException.class);
    assertThat(claims.owners(List.of(sku))).isEqualTo(Map.of(sku, "second"));
  }

  private static long generation(Map<ClaimKey, Long> before) {
    return before.values().iterator().next();
  }

  private static ClaimChange claim(ClaimKey key, String owner) {
    return new ClaimChange(key, owner, false, true, 1);
  }

  private static ClaimChange release(ClaimKey key, String owner) {
    return new ClaimChange(key, owner, true, false, 1);
  }

  /** In a transaction of its own, rolled back when refused. */
  private static ClaimOutcome take(ClaimChange... changes) {
    ClaimOutcome outcome =
        transaction.execute(
            status -> {
              ClaimOutcome taken = claims.take(List.of(changes));
              if (taken instanceof ClaimOutcome.Refused) {
                status.setRollbackOnly();
              }
              return taken;
            });
    return outcome == null ? new ClaimOutcome.Refused(List.of()) : outcome;
  }

  private static <T> List<T> all(List<Callable<T>> work)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
