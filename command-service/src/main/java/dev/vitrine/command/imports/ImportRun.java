package dev.vitrine.command.imports;

import dev.vitrine.command.imports.format.RowReader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
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
  private final Counter accepted;
  private final Counter rejected;
  private final Timer commits;

  ImportRun(
      Spool spool,
      ChunkCommit chunks,
      ImportLease lease,
      ImportSettings settings,
      MeterRegistry meters) {
    this.spool = spool;
    this.chunks = chunks;
    this.lease = lease;
    this.chunkRows = settings.chunkRows();
    this.renewal = settings.lease().dividedBy(4);
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

  private ChunkDecision commit(ImportLease.Leased job, long read, List<Candidate> left) {
    Timer.Sample sample = Timer.start();
    ChunkDecision decision = chunks.commit(job, read, left);
    sample.stop(commits);
    accepted.increment(decision.accepted());
    rejected.increment(decision.rejected().size());
    return decision;
  }
}
