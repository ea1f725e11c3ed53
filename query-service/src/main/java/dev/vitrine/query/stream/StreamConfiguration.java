package dev.vitrine.query.stream;

import dev.vitrine.query.http.NettyAnswers;
import dev.vitrine.query.http.Problems;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamSettings.class)
class StreamConfiguration {
  @Bean
  ChangeHub changeHub(
      StreamSettings settings,
      @Value("${vitrine.near.bytes:64MB}") DataSize near,
      MeterRegistry meters) {
    long room = StreamSettings.room(Runtime.getRuntime().maxMemory(), near.toBytes());
    ChangeHub hub = new ChangeHub(settings, room, new StreamMetrics(meters));
    Gauge.builder("vitrine.streams.open", hub, ChangeHub::open).register(meters);
    return hub;
  }

  @Bean
  StreamServer streamServer(
      ChangeHub hub,
      StreamSettings settings,
      JsonMapper json,
      Problems problems,
      MeterRegistry meters) {
    var answers = new NettyAnswers(StreamRoutes.PATH, problems, meters);
    return new StreamServer(hub, settings, new StreamEvents(json), answers);
  }

  @Bean
  RouterFunction<ServerResponse> streamRoutes() {
    return StreamRoutes.routes();
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
