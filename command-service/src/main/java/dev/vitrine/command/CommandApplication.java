package dev.vitrine.command;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The command service. Its configuration is in {@code application.yaml}, its calls in README. */
@SpringBootApplication
public class CommandApplication {
  public static void main(String[] args) {
    SpringApplication.run(CommandApplication.class, args);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
