package dev.vitrine.command.web;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Every answer says when it was made (RFC 9110, section 6.6.1); the server leaves that to us. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DateHeader implements WebFilter {
  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    exchange.getResponse().getHeaders().setDate(System.currentTimeMillis());
    return chain.filter(exchange);
  }
}
