package dev.vitrine.query.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.http.ProblemException;
import dev.vitrine.query.http.VersionAhead;
import dev.vitrine.query.view.StoresBehind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Whose fault a version is that is not there: {@link MinVersionTest} tells what clients see. */
class VersionWaitTest {
  private static final Seen ASKED = new Seen(7, List.of(), false);
  private static final Mono<ProductRead> UNHEARD_OF = Mono.just(new ProductRead.Unknown("lamp"));
  private static final Mono<ProductRead> KNOWN_HERE =
      Mono.error(new StoresBehind(new ViewKey.Product("lamp")));

  /** Long enough that a machine which stands still for a second looks again after it. */
  private static final Duration WAITED = Duration.ofSeconds(2);

  private final VersionWait wait = new VersionWait(new WaitSettings(WAITED, 1));

  @Test
  void a_version_that_nothing_has_heard_of_is_the_clients() {
    assertThat(failure(Duration.ZERO, () -> UNHEARD_OF)).isInstanceOf(VersionAhead.class);
  }

  @Test
  void a_version_that_is_known_here_and_in_no_store_is_ours() {
    assertThat(failure(Duration.ZERO, () -> KNOWN_HERE))
        .isExactlyInstanceOf(ProblemException.class);
  }

  @Test
  void the_last_look_counts() {
    var looks = new AtomicInteger();
    assertThat(failure(WAITED, () -> looks.getAndIncrement() == 0 ? UNHEARD_OF : KNOWN_HERE))
        .isExactlyInstanceOf(ProblemException.class);
    assertThat(looks.get()).isGreaterThan(1);
    looks.set(0);
    assertThat(failure(WAITED, () -> looks.getAndIncrement() == 0 ? KNOWN_HERE : UNHEARD_OF))
        .isInstanceOf(VersionAhead.class);
  }

  /** There is room for one that waits, and whoever hears of the answer may ask from within it. */
  @Test
  void who_was_answered_waits_again_at_once() {
    var looks = new AtomicInteger();
    Supplier<Mono<ProductRead>> look =
        () -> {
          looks.getAndIncrement();
          return UNHEARD_OF;
        };
    Mono<ProductRead> twice =
        wait.until(ASKED, Duration.ofMillis(30), look, ProductRead::satisfies)
            .onErrorResume(
                _ -> {
                  looks.set(0);
                  return wait.until(ASKED, WAITED, look, ProductRead::satisfies);
                });
    assertThat(catchThrowable(twice::block)).isInstanceOf(VersionAhead.class);
    assertThat(looks.get()).isGreaterThan(1);
  }

  private @Nullable Throwable failure(Duration preferred, Supplier<Mono<ProductRead>> look) {
    return catchThrowable(() -> wait.until(ASKED, preferred, look, ProductRead::satisfies).block());
  }
}
