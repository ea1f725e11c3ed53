package dev.vitrine.command.imports;

import dev.vitrine.command.web.Problem;
import dev.vitrine.command.web.ProblemException;
import dev.vitrine.command.web.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes uploads in: checks them while they come, keeps them, and only then promises to import. */
@Component
final class Intake {
  private final ImportSettings settings;
  private final ImportJobs jobs;
  private final Spool spool;
  private final ImportWorker worker;
  private final Semaphore uploads;

  Intake(ImportSettings settings, ImportJobs jobs, Spool spool, ImportWorker worker) {
    this.settings = settings;
    this.jobs = jobs;
    this.spool = spool;
    this.worker = worker;
    this.uploads = new Semaphore(settings.maxUploads());
  }

  /**
   * Reads the whole upload. Blocks.
   *
   * @return the import, durably accepted
   * @throws ProblemException when nothing of it will be imported
   */
  ImportJob accept(ImportRequest request, InputStream body, @Nullable String contentEncoding)
      throws IOException {
    if (!jobs.hasRoom(settings.maxWaiting()) || !uploads.tryAcquire()) {
      throw full();
    }
    try {
      return keep(UUID.randomUUID().toString(), request, body, contentEncoding);
    } finally {
      uploads.release();
    }
  }

  private ImportJob keep(
      String id, ImportRequest request, InputStream body, @Nullable String contentEncoding)
      throws IOException {
    BoundedUpload upload = BoundedUpload.open(body, contentEncoding, settings.maxSize().toBytes());
    jobs.open(id, request);
    Optional<ImportJob> accepted = Optional.empty();
    try {
      SpoolingStream kept = new SpoolingStream(upload, spool, id);
      long rows = Structure.check(request.format().read(kept, request.currency()));
      kept.transferTo(OutputStream.nullOutputStream());
      kept.finish();
      if (jobs.accept(id, rows, upload.bytes(), settings.maxWaiting())) {
        worker.wake();
        accepted = jobs.find(id);
      }
      return accepted.orElseThrow(Intake::full);
    } finally {
      if (accepted.isEmpty()) {
        jobs.discard(id);
      }
    }
  }

  private static ProblemException full() {
    return new ProblemException(
        Problem.of(
                ProblemType.IMPORTS_BUSY,
                "Too many imports are waiting already. Try again in a while.")
            .withHeader("Retry-After", "30"));
  }
}
