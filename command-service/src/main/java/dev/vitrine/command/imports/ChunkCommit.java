package dev.vitrine.command.imports;

import dev.vitrine.command.category.TreeReader;
import dev.vitrine.command.claims.ClaimChange;
import dev.vitrine.command.claims.ClaimKey;
import dev.vitrine.command.claims.ClaimOutcome;
import dev.vitrine.command.claims.ClaimPlan;
import dev.vitrine.command.claims.Claims;
import dev.vitrine.command.eventstore.ChangeSet;
import dev.vitrine.command.eventstore.EventAppender;
import dev.vitrine.command.eventstore.EventAppender.Appended;
import dev.vitrine.contract.TraceContext;
import dev.vitrine.contract.event.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Decides a chunk of candidates in one transaction: events, claims, remembered rows, rejections and
 * progress become true together or not at all, so that a crash resumes exactly.
 */
@Component
final class ChunkCommit {
  private static final int ATTEMPTS = 20;

  /** After so many lost races at one size a chunk is halved. */
  private static final int ATTEMPTS_PER_SIZE = 3;

  private final TransactionTemplate transactions;
  private final ImportLease lease;
  private final KnownReader catalog;
  private final TreeReader trees;
  private final Claims claims;
  private final EventAppender events;
  private final ImportedRows importedRows;

  ChunkCommit(
      TransactionTemplate transactions,
      ImportLease lease,
      KnownReader catalog,
      TreeReader trees,
      Claims claims,
      EventAppender events,
      ImportedRows importedRows) {
    this.transactions = transactions;
    this.lease = lease;
    this.catalog = catalog;
    this.trees = trees;
    this.claims = claims;
    this.events = events;
    this.importedRows = importedRows;
  }

  /** The import is not ours any more, or another one went on with it. */
  static final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Decides as many as one transaction can, at least one.
   *
   * @param read rows of the import that were decided before
   * @param traceparent of the chunk
   * @throws LeaseLost when nothing was decided because it is not for us to do
   */
  ChunkDecision commit(
      ImportLease.Leased job, long read, List<Candidate> candidates, @Nullable String traceparent) {
    for (int attempt = 0; ; attempt++) {
      int size = Math.max(1, candidates.size() >> (attempt / ATTEMPTS_PER_SIZE));
      try {
        return Objects.requireNonNull(
            transactions.execute(
                _ -> attempt(job, read, candidates.subList(0, size), traceparent)));
      } catch (RuntimeException e) {
        // Any other failure is not for here to judge.
        if (attempt == ATTEMPTS || !Conflicts.is(e)) {
          throw e;
        }
      }
    }
  }

  private ChunkDecision attempt(
      ImportLease.Leased job, long read, List<Candidate> candidates, @Nullable String traceparent) {
    if (!lease.holds(job.id(), read)) {
      throw new LeaseLost();
    }
    // The tree is read before anything is written: the reader shares what it has read.
    TreeReader.Current tree = trees.read();
    Known known = catalog.read(job.id(), candidates, job.request().publish());
    ChunkDecision decision =
        ChunkDecider.decide(candidates, known, tree.tree(), job.request().publish());
    append(job, decision, tree.version(), traceparent);
    importedRows.remember(job.id(), decision.imported());
    importedRows.sawAgain(job.id(), decision.unchanged());
    importedRows.report(job.id(), decision.rejected());
    lease.advance(job.id(), decision.accepted(), decision.rejected().size());
    return decision;
  }

  private void append(
      ImportLease.Leased job,
      ChunkDecision decision,
      long treeVersion,
      @Nullable String traceparent) {
    Map<ClaimKey, Long> generations = take(decision);
    List<Appended> commits = new ArrayList<>();
    if (!decision.categories().isEmpty()) {
      commits.add(
          new Appended(StreamId.CATEGORIES, "CategoryTree", treeVersion, decision.categories()));
    }
    for (ChunkDecision.ProductEvents product : decision.products()) {
      commits.add(
          new Appended(
              StreamId.ofProduct(product.productId()),
              "Product",
              product.version(),
              ClaimPlan.stamp(product.events(), generations)));
    }
    if (!commits.isEmpty()) {
      events.append(
          commits,
          new ChangeSet(
              job.request().actor(),
              UUID.randomUUID().toString(),
              "import:" + job.id(),
              // To be found by, not recorded: a trace of a hundred thousand rows shows nobody
              // anything.
              TraceContext.parse(traceparent)
                  .map(context -> context.unsampled().text())
                  .orElse(null)));
    }
  }

  private Map<ClaimKey, Long> take(ChunkDecision decision) {
    List<ClaimChange> changes = new ArrayList<>();
    for (ChunkDecision.ProductEvents product : decision.products()) {
      changes.addAll(ClaimPlan.of(product.events()));
    }
    return switch (claims.take(changes)) {
      case ClaimOutcome.Granted(var before) -> before;
      case ClaimOutcome.Refused(var conflicts) ->
          throw new OptimisticLockingFailureException("taken after our look: " + conflicts);
    };
  }
}
