package dev.vitrine.standalone.audit;

import dev.vitrine.standalone.data.StandaloneException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What consumer groups have not read yet. */
final class Backlog implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> reader;

  Backlog(String bootstrap) {
    admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    reader =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.toString().toLowerCase(Locale.ROOT),
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** The ends of the topics as they are now, of what is committed. */
  Map<TopicPartition, Long> ends(Collection<String> topics) throws InterruptedException {
    List<TopicPartition> partitions =
        get(admin.describeTopics(topics).allTopicNames()).values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(part -> new TopicPartition(topic.name(), part.partition())))
            .toList();
    return offsets(partitions, OffsetSpec.latest());
  }

  /** Names of topics, internal ones too. */
  List<String> topics(Predicate<String> wanted) throws InterruptedException {
    return get(admin.listTopics().names()).stream().filter(wanted).toList();
  }

  /**
   * How many records a group has still to read up to these ends; about, but 0 only when there is
   * none. Committed offsets stop before the marker that ends a transaction, so a difference of
   * offsets alone would never come to 0: where one is left, it is read.
   */
  long unread(String group, Map<TopicPartition, Long> ends) throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> first = offsets(ends.keySet(), OffsetSpec.earliest());
    Map<TopicPartition, Long> behind = new HashMap<>();
    long difference = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata mark = committed.get(end.getKey());
      long start = first.getOrDefault(end.getKey(), 0L);
      long at = mark == null ? start : Math.max(start, mark.offset());
      if (at < end.getValue()) {
        behind.put(end.getKey(), at);
        difference += end.getValue() - at;
      }
    }
    return behind.isEmpty() || !anyRecord(behind, ends) ? 0 : difference;
  }

  private boolean anyRecord(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
    reader.assign(from.keySet());
    from.forEach(reader::seek);
    long until = System.nanoTime() + BOUND.toNanos();
    while (System.nanoTime() < until) {
      for (ConsumerRecord<byte[], byte[]> found : reader.poll(POLL)) {
        var partition = new TopicPartition(found.topic(), found.partition());
        if (found.offset() < ends.getOrDefault(partition, 0L)) {
          return true;
        }
      }
      if (from.keySet().stream().allMatch(p -> reader.position(p) >= ends.getOrDefault(p, 0L))) {
        return false;
      }
    }
    return true; // not known to be empty
  }

  private Map<TopicPartition, Long> offsets(Collection<TopicPartition> of, OffsetSpec which)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        of.stream().collect(Collectors.toMap(partition -> partition, _ -> which));
    var committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    return get(admin.listOffsets(asked, committed).all()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new StandaloneException("Kafka: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new StandaloneException("Kafka does not answer", e);
    }
  }

  @Override
  public void close() {
    reader.close();
    admin.close(BOUND);
  }
}
