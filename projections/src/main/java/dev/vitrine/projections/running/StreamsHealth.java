package dev.vitrine.projections.running;

import java.util.function.Predicate;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** Up while the streams are in a state that is good enough for what asks. */
record StreamsHealth(StreamsBuilderFactoryBean factory, Predicate<State> good)
    implements HealthIndicator {
  @Override
  public Health health() {
    KafkaStreams streams = factory.getKafkaStreams();
    State state = streams == null ? State.CREATED : streams.state();
    return (good.test(state) ? Health.up() : Health.down()).withDetail("streams", state).build();
  }
}
