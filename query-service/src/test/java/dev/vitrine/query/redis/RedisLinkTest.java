package dev.vitrine.query.redis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.vitrine.engines.Ports;
import dev.vitrine.engines.Redis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whoever runs the service has to learn why it does without Redis. */
class RedisLinkTest {
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RedisLink.class);
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          told.add(event.getFormattedMessage());
        }
      };

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
  }

  /** What was told until a reason holds the text, and for some tries more. */
  private List<String> told(String text) throws InterruptedException {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> told.stream().anyMatch(line -> line.contains(text)));
    Thread.sleep(RedisLink.RECONNECT.multipliedBy(4));
    return told.stream().filter(line -> line.contains(text)).toList();
  }

  private static RedisLink link(ClientResources resources, String url) {
    List<RedisClient> clients =
        List.of(RedisClient.create(resources), RedisClient.create(resources));
    return new RedisLink(resources.eventBus(), clients, RedisURI.create(url));
  }

  private static String answer(RedisLink link) throws Exception {
    return requireNonNull(link.commands()).ping().get(1, TimeUnit.SECONDS);
  }

  @Test
  void a_redis_that_is_not_there_is_told_once_with_its_address() throws InterruptedException {
    ClientResources resources = ClientResources.create();
    int port = Ports.free();
    try (RedisLink _ = link(resources, "redis://user:hunter2@127.0.0.1:" + port)) {
      assertThat(told("Connection refused"))
          .singleElement()
          .asString()
          .contains("127.0.0.1", "" + port);
      assertThat(told).noneMatch(line -> line.contains("hunter2"));
    } finally {
      var _ = resources.shutdown();
    }
  }

  @Test
  void a_user_that_redis_refuses_is_told_without_the_password(@TempDir Path data)
      throws InterruptedException {
    ClientResources resources = ClientResources.create();
    try (Redis redis = Redis.start(data);
        RedisLink _ = link(resources, redis.url().replace("redis://", "redis://nobody:hunter2@"))) {
      assertThat(told("WRONGPASS")).isNotEmpty();
      // On a busy machine a try that took too long may come between.
      for (int i = 1; i < told.size(); i++) {
        assertThat(told.get(i)).isNotEqualTo(told.get(i - 1));
      }
      assertThat(told).noneMatch(line -> line.contains("hunter2"));
    } finally {
      var _ = resources.shutdown();
    }
  }

  @Test
  void a_redis_that_went_away_is_told_with_the_reason_each_time(@TempDir Path data)
      throws InterruptedException {
    ClientResources resources =
        ClientResources.builder().reconnectDelay(Delay.constant(RedisLink.RECONNECT)).build();
    try (Redis redis = Redis.start(data);
        RedisLink link = link(resources, redis.url())) {
      await().until(() -> link.commands() != null);
      redis.running().kill();
      assertThat(told("Connection refused")).hasSize(1);
      redis.running().start();
      await().ignoreExceptions().until(() -> "PONG".equals(answer(link)));
      redis.running().kill();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> told.stream().filter(l -> l.contains("Connection refused")).count() == 2);
    } finally {
      var _ = resources.shutdown();
    }
  }
}
