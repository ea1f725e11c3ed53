package dev.vitrine.command.imports;

import dev.vitrine.command.imports.format.RowReader;
import dev.vitrine.tracing.Spans;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Decides an import from where it stands to its end. */
@Component
final class ImportRun {
  /** A file of nothing but nonsense must not fill the disk with its report. */
  private static final long MAX_REJECTED = 1_000_000;

  private final Spool spool;
  private final ChunkCommit chunks;
  private final ImportLease lease;
  private final int chunkRows;
  private final Duration renewal;
  private final Spans spans;
  private final InstantSource clock;
  private final Counter accepted;
  private final Counter rejected;
  private final Timer commits;

  ImportRun(
      Spool spool,
      ChunkCommit chunks,
      ImportLease lease,
      ImportSettings settings,
      Spans spans,
      InstantSource clock,
      MeterRegistry meters) {
    this.spool = spool;
    this.chunks = chunks;
    this.lease = lease;
    this.chunkRows = settings.chunkRows();
    this.renewal = settings.lease().dividedBy(4);
    this.spans = spans;
    this.clock = clock;
    this.accepted = rows(meters, "accepted");
    this.rejected = rows(meters, "rejected");
    this.commits =
        Timer.builder("vitrine.imports.chunk")
            .description("deciding and committing one chunk of rows")
            .register(meters);
  }

  private static Counter rows(MeterRegistry meters, String outcome) {
    return Counter.builder("vitrine.imports.rows")
        .description("rows of imports by outcome")
        .tag("outcome", outcome)
        .register(meters);
  }

  /**
   * @param stopping asked between chunks; then it ends and can be gone on with
   * @throws ChunkCommit.LeaseLost when another replica goes on with it
   */
  void run(ImportLease.Leased job, BooleanSupplier stopping)
      throws IOException, InterruptedException {
    RowReader rows = job.request().format().read(spool.read(job.id()), job.request().currency());
    long read = job.read();
    long refused = 0;
    try (Candidates candidates = new Candidates(rows, read, chunkRows)) {
      for (List<Candidate> chunk = next(candidates, job);
          !chunk.isEmpty();
          chunk = next(candidates, job)) {
        for (List<Candidate> left = chunk; !left.isEmpty(); ) {
          ChunkDecision decision = commit(job, read, left);
          if (stopping.getAsBoolean()) {
            return;
          }
          read += decision.decided();
          refused += decision.rejected().size();
          left = left.subList(decision.decided(), left.size());
        }
        if (refused > MAX_REJECTED) {
          lease.fail(job.id(), "More than " + MAX_REJECTED + " rows were rejected.");
          return;
        }
      }
    }
    lease.finish(job.id());
  }

  private List<Candidate> next(Candidates candidates, ImportLease.Leased job)
      throws IOException, InterruptedException {
    return candidates.next(renewal, () -> lease.renew(job.id()));
  }

  /**
   * A span of the upload's trace, if that is recorded: one for what one transaction decides, none
   * for a row.
   */
  private ChunkDecision commit(ImportLease.Leased job, long read, List<Candidate> left) {
    String upload = job.request().traceparent();
    Spans.Span span =
        (spans.recorded(upload) ? spans : Spans.NONE)
            .begin(Spans.Kind.INTERNAL, "import-chunk", upload, clock.instant())
            .with("vitrine.import", job.id())
            .with("vitrine.rows", Integer.toString(left.size()));
    Timer.Sample sample = Timer.start();
    try {
      ChunkDecision decision = chunks.commit(job, read, left, span.traceparent());
      sample.stop(commits);
      accepted.increment(decision.accepted());
      rejected.increment(decision.rejected().size());
      span.with("vitrine.accepted", Integer.toString(decision.accepted()))
          .with("vitrine.rejected", Integer.toString(decision.rejected().size()));
      return decision;
    } catch (RuntimeException failure) {
      span.failed(failure.toString());
      throw failure;
    } finally {
      span.end(clock.instant());
    }
  }
}
