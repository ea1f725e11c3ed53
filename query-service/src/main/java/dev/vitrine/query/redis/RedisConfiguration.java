package dev.vitrine.query.redis;

import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.ViewCache;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisSettings.class)
class RedisConfiguration {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  /**
   * What a command is timed by keeps it and its answer until the next tick. At Netty's own of 100
   * ms those were most of what a collection of young objects had to copy.
   */
  private static final Duration TICK = Duration.ofMillis(10);

  @Bean(destroyMethod = "stop")
  HashedWheelTimer redisTimer() {
    return new HashedWheelTimer(
        new DefaultThreadFactory("redis-timer", true), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Bean(destroyMethod = "shutdown")
  ClientResources redisResources(ReactorResourceFactory server, HashedWheelTimer timer) {
    return ClientResources.builder()
        .eventLoopGroupProvider(new ServerLoops(server.getLoopResources(), THREADS))
        .timer(timer)
        // Lettuce's own delay grows to 30 s: too long to do without a cache that is back.
        .reconnectDelay(Delay.constant(RedisLink.RECONNECT))
        .build();
  }

  @Bean
  RedisLink redisLink(RedisSettings settings, ClientResources resources) {
    ClientOptions.Builder builder =
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(settings.queueSize())
            .timeoutOptions(TimeoutOptions.enabled(settings.timeout()))
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(CONNECT)
                    // A peer that vanished without a word is given up, and connected to anew.
                    .tcpUserTimeout(
                        SocketOptions.TcpUserTimeoutOptions.builder()
                            .enable()
                            .tcpUserTimeout(Duration.ofSeconds(5))
                            .build())
                    .build());
    if (settings.ca() != null) {
      builder.sslOptions(SslOptions.builder().trustManager(new Authorities(settings.ca())).build());
    }
    ClientOptions options = builder.build();
    List<RedisClient> clients =
        Stream.generate(() -> RedisClient.create(resources)).limit(THREADS).toList();
    clients.forEach(client -> client.setOptions(options));
    return new RedisLink(resources.eventBus(), clients, RedisURI.create(settings.url()));
  }

  @Bean
  ViewCache redisViews(RedisLink link, RedisSettings settings, ReadMetrics metrics) {
    RedisFills fills =
        new RedisFills(settings.fillTtl(), () -> ThreadLocalRandom.current().nextLong());
    return new RedisViews(link, fills, settings.fillsInFlight(), metrics);
  }
}
