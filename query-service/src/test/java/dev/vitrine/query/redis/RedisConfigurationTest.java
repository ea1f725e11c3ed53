package dev.vitrine.query.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.engines.Ports;
import dev.vitrine.query.view.ReadMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.client.ReactorResourceFactory;

class RedisConfigurationTest {
  /** The threads' end waits until nothing was given to them for 2 s, and gives up after 15 s. */
  @Test
  void a_service_ends_while_redis_is_away() {
    var threads = new ReactorResourceFactory();
    threads.setUseGlobalResources(false);
    try (var context = new AnnotationConfigApplicationContext()) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "test", Map.of("vitrine.redis.url", "redis://127.0.0.1:" + Ports.free())));
      context.registerBean(ReactorResourceFactory.class, () -> threads);
      context.registerBean(ReadMetrics.class, () -> new ReadMetrics(new SimpleMeterRegistry()));
      context.register(RedisConfiguration.class);
      context.refresh();
      long begun = System.nanoTime();
      context.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }
}
