package dev.vitrine.command.web;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.WebFilter;

/**
 * A management server of its own answers with the actuator alone. Its dispatcher also looks for
 * routes in the context above, where the API's are, and would answer all of it on a port that is
 * not the gateway's.
 *
 * <p>Spring Boot finds this by a file in {@code META-INF/spring}; it is no configuration that a
 * scan finds, because it is for that server only.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class ManagementPort {
  private static final String ACTUATOR = "/actuator";

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  WebFilter onlyTheActuator() {
    return (exchange, chain) -> {
      String path = exchange.getRequest().getPath().value();
      if (path.equals(ACTUATOR) || path.startsWith(ACTUATOR + "/")) {
        return chain.filter(exchange);
      }
      exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
      return exchange.getResponse().setComplete();
    };
  }
}
