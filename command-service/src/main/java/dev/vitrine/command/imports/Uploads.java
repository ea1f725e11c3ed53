package dev.vitrine.command.imports;

import dev.vitrine.command.web.Problem;
import dev.vitrine.command.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
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
  /** Buffers that may wait for the reading thread, some tens of kilobytes. */
  private static final int DEMAND = 4;

  private final Intake intake;
  private final ImportSettings settings;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Uploads(Intake intake, ImportSettings settings) {
    this.intake = intake;
    this.settings = settings;
  }

  Mono<ImportJob> accept(ImportRequest wanted, ServerRequest request) {
    if (request.headers().contentLength().orElse(0) > settings.maxSize().toBytes()) {
      return Mono.error(
          new ProblemException(
              Problem.of(
                  413,
                  "upload-too-large",
                  "An upload may have " + settings.maxSize().toBytes() + " bytes.")));
    }
    Flux<DataBuffer> body =
        request
            .body(BodyExtractors.toDataBuffers())
            .timeout(settings.uploadIdle())
            .onErrorMap(
                TimeoutException.class,
                _ ->
                    new ProblemException(
                        Problem.of(408, "upload-stalled", "The upload stalled for too long.")));
    String encoding = request.headers().firstHeader(HttpHeaders.CONTENT_ENCODING);
    return Mono.fromFuture(
        () ->
            CompletableFuture.supplyAsync(
                () -> {
                  try (InputStream in = DataBufferUtils.subscriberInputStream(body, DEMAND)) {
                    return intake.accept(wanted, in, encoding);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                },
                threads),
        /* suppressCancel= */ true);
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }
}
