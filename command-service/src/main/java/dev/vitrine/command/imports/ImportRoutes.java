package dev.vitrine.command.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vitrine.command.document.Json;
import dev.vitrine.command.web.Answer;
import dev.vitrine.command.web.Calls;
import dev.vitrine.command.web.Problem;
import dev.vitrine.command.web.ProblemException;
import dev.vitrine.command.web.ProblemType;
import dev.vitrine.command.web.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /v1/imports}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ImportSettings.class)
class ImportRoutes {
  static final int IMPORTS = 100;
  static final int DEFAULT_REJECTIONS = 1_000;
  static final int MAX_REJECTIONS = 10_000;

  private final Calls calls;
  private final ImportJobs jobs;
  private final Uploads uploads;

  ImportRoutes(Calls calls, ImportJobs jobs, Uploads uploads) {
    this.calls = calls;
    this.jobs = jobs;
    this.uploads = uploads;
  }

  @Bean
  RouterFunction<ServerResponse> importRouter() {
    return Resource.at("/v1/imports")
        .post(this::upload)
        .get(request -> calls.get(request, this::last))
        .routes()
        .and(Resource.at("/v1/imports/{id}").get(this::read).routes())
        .and(Resource.at("/v1/imports/{id}/rejections").get(this::rejections).routes());
  }

  private Mono<ServerResponse> upload(ServerRequest request) {
    Calls.requireAccepts(request, MediaType.APPLICATION_JSON);
    return calls.upload(
        request,
        by ->
            uploads
                .accept(
                    ImportQuery.read(
                        request.queryParams().toSingleValueMap(), by.actor(), by.traceparent()),
                    request)
                .flatMap(
                    job ->
                        ServerResponse.accepted()
                            .header("Location", "/v1/imports/" + job.id())
                            .contentType(MediaType.APPLICATION_JSON)
                            .bodyValue(Json.WIRE.writeValueAsBytes(job))));
  }

  /** The newest imports. */
  private Answer last() {
    return Answer.ok(Map.of("items", jobs.last(IMPORTS)));
  }

  private Mono<ServerResponse> read(ServerRequest request) {
    String id = request.pathVariable("id");
    return calls.get(request, () -> Answer.ok(existing(id)));
  }

  /**
   * A page of rejected rows.
   *
   * @param next to be sent as {@code after}; null on the last page
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Page(List<RejectedRow> items, @Nullable Long next) {}

  private Mono<ServerResponse> rejections(ServerRequest request) {
    String id = request.pathVariable("id");
    long after = number(request, "after", 0, Long.MAX_VALUE);
    int limit = (int) number(request, "limit", DEFAULT_REJECTIONS, MAX_REJECTIONS);
    return calls.get(
        request,
        () -> {
          existing(id);
          List<RejectedRow> rows = jobs.rejections(id, after, limit);
          return Answer.ok(
              new Page(rows, rows.size() < limit || rows.isEmpty() ? null : rows.getLast().line()));
        });
  }

  private ImportJob existing(String id) {
    return (ImportQuery.isId(id) ? jobs.find(id) : Optional.<ImportJob>empty())
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(ProblemType.UNKNOWN_IMPORT, "There is no import '" + id + "'.")));
  }

  private static long number(ServerRequest request, String name, long otherwise, long max) {
    String text = request.queryParam(name).orElse(Long.toString(otherwise));
    if (text.matches("[0-9]{1,18}") && Long.parseLong(text) <= max) {
      return Long.parseLong(text);
    }
    throw new ProblemException(
        Problem.of(ProblemType.BAD_PARAMETER, name + " must be a whole number up to " + max + "."));
  }
}
