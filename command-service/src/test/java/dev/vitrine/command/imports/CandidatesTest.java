package dev.vitrine.command.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.command.imports.format.Row;
import dev.vitrine.command.imports.format.RowReader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** Takes long to pass over rows: until somebody has counted it down. */
  private record Slow(CountDownLatch skipped) implements RowReader {
    @Override
    public @Nullable Row next() {
      return null;
    }

    @Override
    public void skip(long rows) throws IOException {
      try {
        skipped.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void while_rows_are_skipped_the_lease_can_be_renewed_again_and_again() throws Exception {
    CountDownLatch renewals = new CountDownLatch(3);
    try (Candidates candidates = new Candidates(new Slow(renewals), 1_000, 400)) {
      assertThat(candidates.next(PAUSE, renewals::countDown)).isEmpty();
    }
    assertThat(renewals.getCount()).isZero();
  }

  @Test
  void a_lease_that_was_lost_ends_the_waiting() {
    CountDownLatch end = new CountDownLatch(1);
    try (Candidates candidates = new Candidates(new Slow(end), 1_000, 400)) {
      assertThatThrownBy(
              () ->
                  candidates.next(
                      PAUSE,
                      () -> {
                        throw new ChunkCommit.LeaseLost();
                      }))
          .isInstanceOf(ChunkCommit.LeaseLost.class);
    } finally {
      end.countDown();
    }
  }
}
