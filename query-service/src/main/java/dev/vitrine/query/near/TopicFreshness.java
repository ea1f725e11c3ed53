package dev.vitrine.query.near;

import dev.vitrine.contract.Topics;
import dev.vitrine.query.view.ViewListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Keeps cache and floors in step with {@link Topics#VIEWS}, from start to stop. */
final class TopicFreshness implements Freshness, SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(TopicFreshness.class);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration STOP = Duration.ofSeconds(3);
  private static final int MANY = 10_000;

  private final SinkOffsets sinks;
  private final ViewsChannel channel;
  private final FloorKeeper keeper;
  private final Floors floors;
  private final List<String> groups;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile List<Thread> threads = List.of();
  private boolean told;

  TopicFreshness(
      String bootstrapServers,
      NearSettings settings,
      Floors floors,
      NearCache near,
      ViewListener listener,
      Arrivals arrivals) {
    Map<String, Object> admin =
        with(
            settings.properties(),
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "query-service-floors"));
    this.floors = floors;
    this.groups = settings.sinks();
    sinks = new SinkOffsets(() -> Admin.create(admin), settings.sinks());
    channel =
        new ViewsChannel(
            () -> new KafkaConsumer<>(with(settings.properties(), consumer(bootstrapServers))),
            sinks,
            floors,
            near,
            listener,
            arrivals);
    keeper = new FloorKeeper(floors, channel::position, settings.hold(), System::nanoTime);
  }

  /** What the views need cannot be set otherwise from outside. */
  private static Map<String, Object> with(Map<String, String> settings, Map<String, Object> ours) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putAll(ours);
    return all;
  }

  private static Map<String, Object> consumer(String bootstrapServers) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ConsumerConfig.CLIENT_ID_CONFIG,
        "query-service-views",
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class,
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class,
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        // Made by one who is not allowed to say how, it would have one partition and forget.
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
        false,
        ConsumerConfig.METADATA_MAX_AGE_CONFIG,
        10_000,
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "earliest",
        // What one replica holds of it at a time.
        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
        4 * 1024 * 1024);
  }

  @Override
  public long currentAsOf() {
    return channel.position().asOf();
  }

  @Override
  public boolean isReady() {
    return channel.isReady();
  }

  @Override
  public long readySince() {
    return channel.readySince();
  }

  @Override
  public void start() {
    threads =
        List.of(
            Thread.ofPlatform().daemon().name("views-channel").start(channel),
            Thread.ofPlatform().daemon().name("floors").start(this::keepFloors));
  }

  private void keepFloors() {
    try {
      while (!stopped.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          keeper.close();
          long asOf = System.nanoTime();
          keeper.heard(sinks.partitions(), asOf);
          Map<Integer, Long> passed = sinks.passed();
          keeper.passed(passed);
          tellWhereNothingIsCommitted(passed);
        } catch (KafkaException e) {
          // The channel tells that Kafka is away; floors stay as long.
          log.debug("floors stay", e);
        } catch (RuntimeException e) {
          log.error("floors stay", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A misspelt group would otherwise show only as floors that never go. */
  private void tellWhereNothingIsCommitted(Map<Integer, Long> passed) {
    if (passed.isEmpty() && floors.size() > MANY && !told) {
      told = true;
      log.warn(
          "{} keys have floors and no partition was committed by all of {}: is one misspelt?",
          floors.size(),
          groups);
    }
  }

  @Override
  public void stop() {
    stopped.countDown();
    channel.stop();
    try {
      for (Thread thread : threads) {
        if (!thread.join(STOP)) {
          thread.interrupt();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads = List.of();
    sinks.close(STOP);
  }

  @Override
  public boolean isRunning() {
    return !threads.isEmpty();
  }
}
