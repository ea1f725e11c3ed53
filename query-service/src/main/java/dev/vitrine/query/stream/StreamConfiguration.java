package dev.vitrine.query.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamSettings.class)
class StreamConfiguration {
  @Bean
  ChangeHub changeHub(StreamSettings settings, MeterRegistry meters) {
    ChangeHub hub = new ChangeHub(settings, new StreamMetrics(meters));
    Gauge.builder("vitrine.streams.open", hub, ChangeHub::open).register(meters);
    return hub;
  }

  @Bean
  RouterFunction<ServerResponse> streams(ChangeHub hub, JsonMapper json) {
    return new StreamRoutes(hub, json).routes();
  }

  /** Streams end before the server waits for the requests that are under way. */
  @Bean
  SmartLifecycle streamsEnd(ChangeHub hub) {
    return new SmartLifecycle() {
      private volatile boolean running;

      @Override
      public void start() {
        running = true;
      }

      @Override
      public void stop() {
        running = false;
        hub.close();
      }

      @Override
      public boolean isRunning() {
        return running;
      }
    };
  }
}
