package dev.vitrine.command;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The command service. Its configuration is in {@code application.yaml}, its calls in README. */
@SpringBootApplication
public class CommandApplication {
  static {
    // reactor-netty 1.3.6 loses the last flush of an answer that another thread writes while a read
    // is
    // in progress: the client waits for ever. Measured: 1 of about 40 answers on a busy machine
    // without
    // this, 0 of 1,400 with it. Read once, before the first connection.
    System.setProperty("reactor.netty.http.server.lastFlushWhenNoRead", "true");
  }

  public static void main(String[] args) {
    SpringApplication.run(CommandApplication.class, args);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
