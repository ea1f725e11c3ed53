package dev.vitrine.command.imports;

import dev.vitrine.command.web.Problem;
import dev.vitrine.command.web.ProblemException;
import dev.vitrine.command.web.ProblemType;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Bridges request bodies to threads that read them: a body is asked for only as fast as it is
 * stored. How many there are at a time is {@link Intake}'s to say.
 */
@Component
final class Uploads implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(Uploads.class);

  private final Intake intake;
  private final ImportSettings settings;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Uploads(Intake intake, ImportSettings settings) {
    this.intake = intake;
    this.settings = settings;
  }

  /** What became of an upload; a refusal is a value, because its sender may be gone by then. */
  private sealed interface Outcome {
    record Accepted(ImportJob job) implements Outcome {}

    record Refused(ProblemException why) implements Outcome {}
  }

  Mono<ImportJob> accept(ImportRequest wanted, ServerRequest request) {
    if (request.headers().contentLength().orElse(0) > settings.maxSize().toBytes()) {
      return Mono.error(
          new ProblemException(
              Problem.of(
                  ProblemType.UPLOAD_TOO_LARGE,
                  "An upload may have " + settings.maxSize().toBytes() + " bytes.")));
    }
    Flux<DataBuffer> body = request.body(BodyExtractors.toDataBuffers());
    String encoding = request.headers().firstHeader(HttpHeaders.CONTENT_ENCODING);
    return Mono.fromFuture(
            () ->
                CompletableFuture.supplyAsync(
                    () -> {
                      try (BodyStream in =
                          new BodyStream(body, settings.uploadIdle(), settings.uploadTime())) {
                        return new Outcome.Accepted(intake.accept(wanted, in, encoding));
                      } catch (ProblemException refused) {
                        return new Outcome.Refused(refused);
                      } catch (IOException e) {
                        log.info("an upload was not taken in: {}", e.getMessage());
                        return new Outcome.Refused(
                            new ProblemException(
                                Problem.of(
                                    ProblemType.UPLOAD_BROKEN_OFF, "The upload broke off.")));
                      }
                    },
                    threads),
            /* suppressCancel= */ true)
        .map(
            outcome ->
                switch (outcome) {
                  case Outcome.Accepted(ImportJob job) -> job;
                  case Outcome.Refused(ProblemException why) -> throw why;
                });
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }
}
