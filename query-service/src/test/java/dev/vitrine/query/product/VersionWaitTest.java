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

  private final VersionWait wait = new VersionWait(new WaitSettings(Duration.ofSeconds(2), 1));

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
    // Long enough that a machine which stands still for a second looks again after it.
    Duration waited = Duration.ofSeconds(2);
    assertThat(failure(waited, () -> looks.getAndIncrement() == 0 ? UNHEARD_OF : KNOWN_HERE))
        .isExactlyInstanceOf(ProblemException.class);
    assertThat(looks.get()).isGreaterThan(1);
    looks.set(0);
    assertThat(failure(waited, () -> looks.getAndIncrement() == 0 ? KNOWN_HERE : UNHEARD_OF))
        .isInstanceOf(VersionAhead.class);
  }

  private @Nullable Throwable failure(Duration preferred, Supplier<Mono<ProductRead>> look) {
    return catchThrowable(() -> wait.until(ASKED, preferred, look, ProductRead::satisfies).block());
  }
}
