package dev.vitrine.query.near;

import dev.vitrine.contract.Topics;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewHeaders;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.ViewListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code catalog.views} for this replica alone, from where the slower sink is. Once it has
 * come to where the topic ended at the start, everything that an earlier life of this replica can
 * have answered is in the stores or has a floor.
 */
final class ViewsChannel implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ViewsChannel.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LOOK_FOR_END = Duration.ofMillis(500);
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final long LONG_AGO = Duration.ofDays(1).toNanos();

  /**
   * @param asOf {@code System.nanoTime()} at which everything that could be read had been read
   * @param next per partition that is read the offset behind the last record, 0 before the first
   */
  record Position(long asOf, Map<Integer, Long> next) {}

  /**
   * @param ends of the topic, asked for at {@code asOf}
   */
  private record Goal(long asOf, Map<TopicPartition, Long> ends) {}

  private final Supplier<Consumer<byte[], byte[]>> kafka;
  private final SinkOffsets sinks;
  private final Floors floors;
  private final NearCache near;
  private final ViewListener listener;
  private final Arrivals arrivals;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<Integer, Long> next = new HashMap<>();
  private volatile Position position = new Position(System.nanoTime() - LONG_AGO, Map.of());
  private volatile boolean reachedEnd;
  private volatile long readySince;
  private @Nullable Goal goal;
  private boolean away;
  private boolean missing;

  ViewsChannel(
      Supplier<Consumer<byte[], byte[]>> kafka,
      SinkOffsets sinks,
      Floors floors,
      NearCache near,
      ViewListener listener,
      Arrivals arrivals) {
    this.arrivals = arrivals;
    this.listener = listener;
    this.floors = floors;
    this.kafka = kafka;
    this.sinks = sinks;
    this.near = near;
  }

  Position position() {
    return position;
  }

  /** Whether the floors of an earlier life are all there. */
  boolean isReady() {
    return reachedEnd;
  }

  long readySince() {
    return readySince;
  }

  void stop() {
    stopped.countDown();
  }

  @Override
  public void run() {
    try {
      while (stopped.getCount() > 0) {
        try (Consumer<byte[], byte[]> consumer = kafka.get()) {
          read(consumer);
        } catch (WakeupException | InterruptException _) {
          return;
        } catch (KafkaException e) {
          tellAway(e);
        } catch (RuntimeException e) {
          // The edge of this thread: without it nothing here would hear of a change any more.
          log.error("reading the views topic failed, beginning again", e);
        }
        if (stopped.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    boolean wasMissing = missing;
    Set<TopicPartition> partitions = partitions(consumer);
    if (wasMissing && !next.isEmpty()) {
      startAnew();
      next.clear();
      log.warn("{} is there again: reading it to its end before any answer", Topics.VIEWS);
    }
    consumer.assign(partitions);
    if (next.isEmpty()) {
      Map<Integer, Long> passed = sinks.passed();
      partitions.forEach(
          one -> next.put(one.partition(), passed.getOrDefault(one.partition(), 0L)));
    }
    partitions.forEach(one -> next.putIfAbsent(one.partition(), 0L));
    partitions.forEach(one -> consumer.seek(one, next.getOrDefault(one.partition(), 0L)));
    partitions.forEach(
        one -> listener.begins(one.partition(), next.getOrDefault(one.partition(), 0L)));
    goal = null;
    while (stopped.getCount() > 0) {
      if (goal == null && !partitions.equals(partitions(consumer))) {
        startAnew();
        log.warn("{} has other partitions than before: reading them to their end", Topics.VIEWS);
        return;
      }
      // Not after the poll: at a topic that is quiet the question for its end would wait behind it.
      lookForGoal(consumer, partitions);
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        startAnewIfReplayed(found);
        take(found);
        next.put(found.partition(), found.offset() + 1);
      }
    }
  }

  /** As the consumer knows them; it looks for new ones every ten seconds. */
  private Set<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    Set<TopicPartition> partitions =
        consumer.partitionsFor(Topics.VIEWS, BOUND).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .collect(Collectors.toUnmodifiableSet());
    missing = partitions.isEmpty();
    if (missing) {
      throw new KafkaException("there is no topic " + Topics.VIEWS);
    }
    return partitions;
  }

  /**
   * Twice a second it is asked where the topic ends; once it was read to there, everything was that
   * had come until then. What has come since need not be waited for: an import would bring it for
   * minutes. The first goal is where the topic ended when this replica began, and what an earlier
   * life of it answered was in the topic by then.
   */
  private void lookForGoal(Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions) {
    if (goal == null) {
      long asOf = System.nanoTime();
      if (asOf - position.asOf() < LOOK_FOR_END.toNanos()) {
        return;
      }
      goal = new Goal(asOf, consumer.endOffsets(partitions, BOUND));
    }
    for (Map.Entry<TopicPartition, Long> end : goal.ends().entrySet()) {
      if (consumer.position(end.getKey(), BOUND) < end.getValue()) {
        return;
      }
    }
    position = new Position(goal.asOf(), Map.copyOf(next));
    goal = null;
    if (!reachedEnd && !floors.areFull()) {
      readySince = System.nanoTime();
      reachedEnd = true;
      log.info("read {} to where it ended at the start", Topics.VIEWS);
    }
    if (away) {
      away = false;
      log.info("kafka answers again");
    }
  }

  /**
   * A topic that begins again at lower offsets is another one, whose old views may be older than
   * what was answered: as after a restart, nothing is answered until it was read to its end.
   */
  private void startAnewIfReplayed(ConsumerRecord<byte[], byte[]> found) {
    if (found.offset() < next.getOrDefault(found.partition(), 0L)) {
      startAnew();
      log.warn(
          "{}-{} goes on at offset {} after {}: reading it to its end before any answer",
          found.topic(),
          found.partition(),
          found.offset(),
          next.get(found.partition()));
    }
  }

  private void startAnew() {
    reachedEnd = false;
    goal = null;
    near.entries().invalidateAll();
  }

  private void take(ConsumerRecord<byte[], byte[]> found) {
    try {
      if (found.key() == null || found.value() == null) {
        throw new IllegalArgumentException("no key or no value");
      }
      ViewKey key = ViewKey.parse(new String(found.key(), StandardCharsets.UTF_8));
      ViewVersion version =
          new ViewVersion(
              Integer.parseInt(header(found, ViewHeaders.FORMAT)),
              Long.parseLong(header(found, ViewHeaders.SEQUENCE)));
      boolean gone = header(found, ViewHeaders.STATE).equals(ViewHeaders.GONE);
      if (!(key instanceof ViewKey.Listing)) {
        near.arrived(key, new StoredView(version, gone, found.value()), position.asOf());
        if (reachedEnd) {
          arrivals.arrived(found.headers(), key, version);
        }
      }
      listener.arrived(found.partition(), found.offset(), key, version, gone);
    } catch (IllegalArgumentException e) {
      log.error(
          "{}-{}@{} holds no view, left out: {}",
          found.topic(),
          found.partition(),
          found.offset(),
          e.toString());
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> found, String name) {
    Header header = found.headers().lastHeader(name);
    if (header == null || header.value() == null) {
      throw new IllegalArgumentException("no header " + name);
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  private void tellAway(KafkaException e) {
    if (!away) {
      away = true;
      // A cause only where the settings fit nothing, as a trust store that cannot be read.
      log.warn(
          "kafka does not answer, entries are kept for a bounded time: {}",
          e.toString(),
          e.getCause());
    }
  }
}
