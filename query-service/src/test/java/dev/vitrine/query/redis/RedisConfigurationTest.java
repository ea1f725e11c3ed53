package dev.vitrine.query.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.engines.Ports;
import dev.vitrine.engines.Redis;
import dev.vitrine.query.view.ReadMetrics;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

class RedisConfigurationTest {
  private static AnnotationConfigApplicationContext context(
      ReactorResourceFactory threads, String url) {
    threads.setUseGlobalResources(false);
    var context = new AnnotationConfigApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of("vitrine.redis.url", url)));
    context.registerBean(ReactorResourceFactory.class, () -> threads);
    context.registerBean(ReadMetrics.class, () -> new ReadMetrics(new SimpleMeterRegistry()));
    context.register(RedisConfiguration.class);
    context.refresh();
    return context;
  }

  /** The threads' end waits until nothing was given to them for 2 s, and gives up after 15 s. */
  @Test
  void a_service_ends_while_redis_is_away() {
    try (var context = context(new ReactorResourceFactory(), "redis://127.0.0.1:" + Ports.free())) {
      long begun = System.nanoTime();
      context.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void each_thread_of_the_server_is_answered_on_itself(@TempDir Path data) throws Exception {
    var threads = new ReactorResourceFactory();
    int processors = Runtime.getRuntime().availableProcessors();
    threads.setLoopResourcesSupplier(() -> LoopResources.create("server", processors, true));
    try (Redis redis = Redis.start(data);
        var context = context(threads, redis.url())) {
      RedisLink link = context.getBean(RedisLink.class);
      EventLoopGroup group = threads.getLoopResources().onServer(true);
      await().atMost(Duration.ofSeconds(20)).until(() -> isAnsweredOnItself(group, link));
      redis.running().kill();
      redis.running().start();
      await().atMost(Duration.ofSeconds(20)).until(() -> isAnsweredOnItself(group, link));
    }
  }

  private static boolean isAnsweredOnItself(EventLoopGroup group, RedisLink link) throws Exception {
    boolean all = true;
    for (EventExecutor thread : group) {
      var answeredHere = new CompletableFuture<Boolean>();
      thread.execute(
          () -> {
            RedisAsyncCommands<String, RedisValue> redis = link.commands();
            if (redis == null) {
              answeredHere.complete(false);
              return;
            }
            redis
                .ping()
                .whenComplete(
                    (_, failure) -> answeredHere.complete(failure == null && thread.inEventLoop()));
          });
      all &= answeredHere.get(10, TimeUnit.SECONDS);
    }
    return all;
  }
}
