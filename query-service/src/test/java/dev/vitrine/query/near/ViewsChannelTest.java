package dev.vitrine.query.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.contract.Topics;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewHeaders;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.ReadyView;
import dev.vitrine.tracing.Spans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a topic does that is deleted, made again or enlarged, step by step. */
@Timeout(60)
class ViewsChannelTest {
  private static final Node BROKER = new Node(0, "localhost", 9092);
  private static final ViewKey KEPT = new ViewKey.Product("kept");
  private static final ViewKey TOLD = new ViewKey.Product("told");

  private final Floors floors = new Floors(1_000, new Random(1));
  private final NearCache near = new NearCache(1 << 20, floors);
  private final Topic topic = new Topic();
  private final ViewsChannel channel =
      new ViewsChannel(
          topic::consumer,
          new SinkOffsets(
              () -> {
                throw new UnsupportedOperationException("there is no sink to ask for");
              },
              List.of()),
          floors,
          near,
          (_, _, _, _, _) -> {},
          new Arrivals(Spans.NONE, new SimpleMeterRegistry(), InstantSource.system()));
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(channel);

  /**
   * What the consumer sees of it; a new consumer sees the same. Without a lock of its own:
   * consumers have one, and both threads would take the two.
   */
  private static final class Topic {
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    private volatile int partitions = 1;
    private volatile @Nullable MockConsumer<byte[], byte[]> last;

    MockConsumer<byte[], byte[]> consumer() {
      MockConsumer<byte[], byte[]> made =
          new MockConsumer<>("earliest") {
            @Override
            public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
              LockSupport.parkNanos(2_000_000); // the mock does not wait at all
              return super.poll(timeout);
            }
          };
      last = made;
      show(made);
      return made;
    }

    boolean isRead() {
      return last != null;
    }

    private void show(MockConsumer<byte[], byte[]> to) {
      to.updatePartitions(
          Topics.VIEWS,
          IntStream.range(0, partitions)
              .mapToObj(i -> new PartitionInfo(Topics.VIEWS, i, BROKER, new Node[0], new Node[0]))
              .toList());
      Map<TopicPartition, Long> beginnings = new HashMap<>();
      for (int i = 0; i < partitions; i++) {
        beginnings.put(partition(i), 0L);
      }
      to.updateBeginningOffsets(beginnings);
      to.updateEndOffsets(ends);
    }

    /** Within a poll, as the broker's answers come. */
    private void then(Consumer<MockConsumer<byte[], byte[]>> what) {
      MockConsumer<byte[], byte[]> reading = last;
      if (reading != null) {
        reading.schedulePollTask(() -> what.accept(reading));
      }
    }

    void become(int partitions) {
      this.partitions = partitions;
      then(this::show);
    }

    /** Known before it can be read. */
    void ends(int partition, long at) {
      ends.put(partition(partition), at);
      then(this::show);
    }

    void tell(ViewKey key, long offset, long sequence) {
      Headers headers =
          new RecordHeaders()
              .add(ViewHeaders.FORMAT, bytes("1"))
              .add(ViewHeaders.SEQUENCE, bytes(Long.toString(sequence)))
              .add(ViewHeaders.STATE, bytes(ViewHeaders.LIVE));
      byte[] name = bytes(key.text());
      byte[] body = bytes("{}");
      then(
          reading ->
              reading.addRecord(
                  new ConsumerRecord<>(
                      Topics.VIEWS,
                      0,
                      offset,
                      0,
                      TimestampType.CREATE_TIME,
                      name.length,
                      body.length,
                      name,
                      body,
                      headers,
                      Optional.empty())));
    }

    /** Where the broker no longer has what is asked for, a consumer goes to the beginning. */
    void goBack() {
      then(reading -> reading.seekToBeginning(List.of(partition(0))));
    }
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition(Topics.VIEWS, number);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @BeforeEach
  void readToTheEndAndKeepSomething() {
    topic.ends(0, 3);
    thread.start();
    await().until(topic::isRead);
    topic.tell(TOLD, 2, 7);
    awaitReady();
    near.offered(
        KEPT,
        new ReadyView(new StoredView(ViewVersion.ofSequence(5), false, bytes("{}"))),
        System.nanoTime(),
        true,
        null);
    assertThat(near.get(KEPT)).isNotNull();
  }

  @AfterEach
  void stop() throws InterruptedException {
    channel.stop();
    thread.join(Duration.ofSeconds(20));
  }

  private void awaitReady() {
    await().atMost(Duration.ofSeconds(20)).until(channel::isReady);
  }

  /** What was kept may be newer than what is told now. */
  private void awaitNotReady() {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !channel.isReady() && near.get(KEPT) == null);
  }

  @Test
  void a_topic_that_goes_on_at_a_lower_offset_is_read_to_its_end_first() {
    topic.ends(0, 2);
    topic.goBack();
    topic.tell(TOLD, 0, 1);
    awaitNotReady();
    topic.tell(TOLD, 1, 2);
    awaitReady();
    assertThat(floors.of(TOLD)).as("an older one is no news").isEqualTo(ViewVersion.ofSequence(7));
  }

  @Test
  void a_topic_that_was_away_is_read_to_its_end_first() {
    MockConsumer<byte[], byte[]> before = topic.last;
    topic.become(0);
    // It has begun again, and found none.
    await().atMost(Duration.ofSeconds(20)).until(() -> topic.last != before);
    assertThat(channel.isReady()).as("what is here is still true").isTrue();
    assertThat(near.get(KEPT)).isNotNull();
    topic.ends(0, 1);
    topic.become(1);
    awaitNotReady();
    topic.tell(TOLD, 0, 1);
    awaitReady();
  }

  @Test
  void partitions_that_are_added_are_read_to_their_end_first() {
    topic.ends(1, 1);
    topic.become(2);
    awaitNotReady();
  }
}
