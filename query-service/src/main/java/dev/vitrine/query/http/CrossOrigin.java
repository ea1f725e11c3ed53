package dev.vitrine.query.http;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Puts what every answer has on those of the routes. A storefront's page may read from anywhere.
 * The answer is the same whatever the origin, so it does not vary with it: shared caches keep one
 * copy for all.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class CrossOrigin implements WebFilter {
  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpResponse response = exchange.getResponse();
    ReadHeaders.always(
        (name, value) -> response.getHeaders().set(name.toString(), value.toString()));
    HttpHeaders asked = exchange.getRequest().getHeaders();
    if (!HttpMethod.OPTIONS.equals(exchange.getRequest().getMethod())
        || asked.getFirst(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) == null) {
      return chain.filter(exchange);
    }
    response.setStatusCode(HttpStatus.NO_CONTENT);
    response.getHeaders().set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD");
    response.getHeaders().set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "*");
    response.getHeaders().set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "3600");
    return response.setComplete();
  }
}
