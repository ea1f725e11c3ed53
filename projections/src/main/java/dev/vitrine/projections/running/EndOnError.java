package dev.vitrine.projections.running;

import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.KafkaStreams.StateListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A client in ERROR never comes back by itself: the process ends, and its supervisor restarts it.
 */
final class EndOnError implements StateListener {
  private static final Logger LOG = LoggerFactory.getLogger(EndOnError.class);

  private final ConfigurableApplicationContext context;

  EndOnError(ConfigurableApplicationContext context) {
    this.context = context;
  }

  @Override
  public void onChange(State now, State before) {
    if (now == State.ERROR) {
      LOG.error("The streams are in ERROR: the process ends");
      // Not on the stream's own thread, which closing waits for.
      Thread.ofPlatform()
          .name("end-on-error")
          .start(() -> System.exit(SpringApplication.exit(context, () -> 1)));
    }
  }
}
