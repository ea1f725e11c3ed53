package dev.vitrine.command.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Every error of every path becomes a problem document here, also those of Spring itself. */
@Component
@Order(-2) // before Boot's own
final class ProblemHandler implements ErrorWebExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(failure);
    }
    return write(exchange, Faults.problemOf(failure).orElseGet(() -> fault(exchange, failure)));
  }

  private static Problem fault(ServerWebExchange exchange, Throwable failure) {
    log.atError()
        .addKeyValue(Traced.TRACE_ID, Traced.traceId(exchange))
        .addKeyValue(Traced.PRODUCT, Traced.product(exchange))
        .setCause(failure)
        .log(
            "{} {} failed",
            exchange.getRequest().getMethod(),
            exchange.getRequest().getPath().value());
    return Problem.of(ProblemType.INTERNAL_SERVER_ERROR, "This is a fault of the service.");
  }

  static Mono<Void> write(ServerWebExchange exchange, Problem problem) {
    ServerHttpResponse response = exchange.getResponse();
    response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    problem.headers().forEach(response.getHeaders()::set);
    byte[] body = problem.json();
    response.getHeaders().setContentLength(body.length);
    return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
  }
}
