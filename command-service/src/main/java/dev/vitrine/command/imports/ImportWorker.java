package dev.vitrine.command.imports;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Works off the accepted imports, also those that another replica or an earlier life left. */
@Component
final class ImportWorker implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ImportWorker.class);
  private static final long STOP_MILLIS = 10_000;

  private final ImportLease lease;
  private final ImportRun run;
  private final long pollMillis;
  private final Semaphore news = new Semaphore(0);

  /** When the import at hand was begun, of {@link System#nanoTime()}; null without one. */
  private volatile @Nullable Long begun;

  private volatile boolean running;
  private volatile @Nullable Thread thread;

  ImportWorker(ImportLease lease, ImportRun run, ImportSettings settings, MeterRegistry meters) {
    this.lease = lease;
    this.run = run;
    this.pollMillis = settings.poll().toMillis();
    Gauge.builder("vitrine.imports.running", () -> begun == null ? 0 : 1)
        .description("Whether this replica works on an import.")
        .register(meters);
    TimeGauge.builder("vitrine.imports.running.time", this::worked, TimeUnit.NANOSECONDS)
        .description("For how long this replica has worked on the import at hand; 0 without one.")
        .register(meters);
  }

  private long worked() {
    Long since = begun;
    return since == null ? 0 : System.nanoTime() - since;
  }

  /** There is an import to work on: no need to wait for the next look. */
  void wake() {
    news.release();
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name("imports").start(this::work);
  }

  /** The chunk at hand is ended; another replica, or we again, go on at once. */
  @Override
  public void stop() {
    Thread working = thread;
    running = false;
    wake();
    if (working == null) {
      return;
    }
    try {
      if (!working.join(Duration.ofMillis(STOP_MILLIS))) {
        working.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void work() {
    try {
      while (isRunning()) {
        if (!workOne()) {
          news.tryAcquire(pollMillis, TimeUnit.MILLISECONDS);
          news.drainPermits();
        }
      }
    } catch (InterruptedException _) {
      log.debug("told to stop");
    }
    try {
      lease.release();
    } catch (RuntimeException e) {
      log.warn("could not hand over the import at hand, others must wait for its lease to end", e);
    }
  }

  /** Whether there may be more to do at once. */
  private boolean workOne() throws InterruptedException {
    Optional<ImportLease.Leased> next = Optional.empty();
    try {
      next = lease.next();
      if (next.isPresent()) {
        work(next.get());
      }
      return next.isPresent();
    } catch (ChunkCommit.LeaseLost _) {
      log.info("another replica goes on with the import");
      return false;
    } catch (IOException | RuntimeException e) {
      // The edge of an import: whatever went wrong, the imports behind it go on.
      if (Thread.currentThread().isInterrupted()) {
        log.info("stopped in the middle of an import: {}", e.getMessage());
        throw new InterruptedException();
      }
      next.ifPresentOrElse(job -> failed(job, e), () -> log.warn("could not look for imports", e));
      return false;
    }
  }

  private void work(ImportLease.Leased job) throws IOException, InterruptedException {
    if (job.attempts() > ImportLease.MAX_ATTEMPTS) {
      log.error("import {} was begun too often after {} rows", job.id(), job.read());
      lease.fail(
          job.id(),
          "It was begun %d times after row %d and did not get any further; the service's log tells"
                  .formatted(ImportLease.MAX_ATTEMPTS, job.read())
              + " what it died of.");
      return;
    }
    log.info("import {} goes on after {} rows", job.id(), job.read());
    begun = System.nanoTime();
    try {
      run.run(job, () -> !isRunning());
    } finally {
      begun = null;
    }
    log.info("import {} ends", job.id());
  }

  private void failed(ImportLease.Leased job, Exception e) {
    try {
      if (Conflicts.mayPass(e) && lease.mayRetry(job.id())) {
        log.warn("import {} is tried again", job.id(), e);
      } else {
        log.error("import {} failed", job.id(), e);
        lease.fail(job.id(), String.valueOf(e.getMessage()));
      }
    } catch (RuntimeException again) {
      again.addSuppressed(e);
      log.warn(
          "import {} is tried again, the database did not even take its failure", job.id(), again);
    }
  }
}
