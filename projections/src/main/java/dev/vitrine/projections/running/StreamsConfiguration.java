package dev.vitrine.projections.running;

import dev.vitrine.projections.topology.CatalogTopology;
import dev.vitrine.projections.topology.FoldMetrics;
import dev.vitrine.projections.topology.Trail;
import dev.vitrine.tracing.Spans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableKafkaStreams
@EnableConfigurationProperties(Settings.class)
class StreamsConfiguration {
  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  FoldMetrics foldMetrics(MeterRegistry registry, InstantSource clock) {
    return new FoldMetrics(registry, clock);
  }

  @Bean
  Spans spans(
      @Value("${vitrine.tracing.endpoint:}") String endpoint,
      @Value("${spring.application.name}") String name) {
    // No trace begins here, so there is no share of any.
    return Spans.to(endpoint, name, 0);
  }

  @Bean
  RequiredTopics requiredTopics(
      KafkaStreamsConfiguration streams, Settings settings, InstantSource clock) {
    return new RequiredTopics(
        new StreamsConfig(streams.asProperties()).getAdminConfigs("required-topics"),
        settings.topicsWait(),
        clock);
  }

  @Bean
  StreamsBuilderFactoryBeanConfigurer catalogStreams(
      FoldMetrics metrics,
      Spans spans,
      InstantSource clock,
      KafkaStreamsConfiguration streams,
      ConfigurableApplicationContext context) {
    return factory -> {
      factory.setInfrastructureCustomizer(
          new KafkaStreamsInfrastructureCustomizer() {
            @Override
            public void configureBuilder(StreamsBuilder builder) {
              CatalogTopology.addTo(builder, metrics, new Trail(spans, clock), clock);
            }
          });
      factory.setStreamsUncaughtExceptionHandler(new ThreadFate(clock));
      factory.setStateListener(new EndOnError(context));
      // A member with a name of its own comes back as the same one; any other should not be
      // waited for after it has said goodbye.
      factory.setLeaveGroupOnClose(
          !streams.asProperties().containsKey(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
    };
  }

  @Bean
  HealthIndicator streamsReady(StreamsBuilderFactoryBean factory) {
    return new StreamsHealth(factory, state -> state == State.RUNNING);
  }

  @Bean
  HealthIndicator streamsAlive(StreamsBuilderFactoryBean factory) {
    return new StreamsHealth(
        factory, state -> state != State.ERROR && state != State.PENDING_ERROR);
  }
}
