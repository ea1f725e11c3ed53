package dev.vitrine.command;

import dev.vitrine.tracing.Spans;
import java.time.Clock;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.axonframework.springboot.autoconfig.UpdateCheckerAutoConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The command service. Its configuration is in {@code application.yaml}, its calls in README. */
// The update checker phones home; JDBC would bring stores of sagas and tokens, which nothing here
// has.
@SpringBootApplication(
    exclude = {UpdateCheckerAutoConfiguration.class, JdbcAutoConfiguration.class})
public class CommandApplication {
  static {
    // reactor-netty (1.3.6, 1.3.7) forgets to read on when the next request of a connection comes
    // while
    // an answer is written (its issue 4361): the client waits for ever. Measured: 1 of about 40
    // answers
    // on a busy machine, 0 of 2,100 with this. Read once, before the first connection.
    System.setProperty("reactor.netty.http.server.lastFlushWhenNoRead", "true");
  }

  public static void main(String[] args) {
    SpringApplication.run(CommandApplication.class, args);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Spans spans(
      @Value("${vitrine.tracing.endpoint:}") String endpoint,
      @Value("${vitrine.tracing.ratio:0.1}") double ratio,
      @Value("${spring.application.name}") String name) {
    return Spans.to(endpoint, name, ratio);
  }
}
