package dev.vitrine.query.http;

import dev.vitrine.query.view.StoreUnavailable;
import dev.vitrine.query.view.StoresBehind;
import dev.vitrine.query.view.UnreadableView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes every failure as a problem document; before Boot's own handler, which has other words. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
public class Problems implements WebExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private final JsonMapper json;

  Problems(JsonMapper json) {
    this.json = json;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(failure);
    }
    if (failure instanceof VersionAhead) {
      ServerRequestObservationContext.findCurrent(exchange.getAttributes())
          .ifPresent(counted -> counted.setError(failure));
    }
    ServerHttpRequest request = exchange.getRequest();
    Problem problem = of(failure, request.getMethod().name(), request.getPath().value());
    ServerHttpResponse response = exchange.getResponse();
    response.setStatusCode(problem.status());
    problem.headers().forEach(response.getHeaders()::set);
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    response.getHeaders().setCacheControl(ReadHeaders.CACHE_CONTROL);
    byte[] body = bytes(problem);
    response.getHeaders().setContentLength(body.length);
    return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
  }

  byte[] bytes(Problem problem) {
    return json.writeValueAsBytes(document(problem));
  }

  /** What a client is told of a failure; one that is ours is logged. */
  static Problem of(Throwable failure, String method, String path) {
    return switch (failure) {
      case ProblemException asked -> asked.problem();
      case StoreUnavailable _ ->
          Problem.later(ProblemType.UNAVAILABLE, "A store did not answer in time.");
      case StoresBehind _ ->
          Problem.later(
              ProblemType.NOT_READABLE_YET,
              "A newer version is known here than the stores have received.");
      case ErrorResponse known -> known(path, known);
      case UnreadableView _ ->
          internal(); // who found it has told of it, once and not for each read
      default -> {
        log.error("{} {} failed", method, path, failure);
        yield internal();
      }
    };
  }

  private static Problem internal() {
    return Problem.of(ProblemType.INTERNAL, "The service has logged what it was.");
  }

  /** What Spring refuses: unknown routes, unsupported methods, values it cannot read. */
  private static Problem known(String path, ErrorResponse refused) {
    HttpStatus status = HttpStatus.valueOf(refused.getStatusCode().value());
    if (status == HttpStatus.NOT_FOUND) {
      return Problem.of(ProblemType.NOT_FOUND, "There is nothing at " + path + ".");
    }
    Map<String, String> headers = new LinkedHashMap<>(refused.getHeaders().toSingleValueMap());
    String detail = refused.getBody().getDetail();
    return new Problem(
        status,
        status.is4xxClientError() ? ProblemType.REFUSED : ProblemType.INTERNAL,
        detail == null ? status.getReasonPhrase() : detail,
        headers);
  }

  private static Map<String, Object> document(Problem problem) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "urn:vitrine:problem:" + problem.type().text());
    document.put("title", problem.type().title());
    document.put("status", problem.status().value());
    document.put("detail", problem.detail());
    return document;
  }
}
