package dev.vitrine.query.near;

import dev.vitrine.contract.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * How far the sinks have brought the views topic into the stores, by the offsets they commit, and
 * which partitions it has.
 */
final class SinkOffsets {
  private static final long BOUND_SECONDS = 5;

  private final Supplier<Admin> kafka;
  private final Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();

  private @Nullable Admin admin;
  private boolean closed;

  SinkOffsets(Supplier<Admin> kafka, List<String> groups) {
    this.kafka = kafka;
    groups.forEach(group -> this.groups.put(group, new ListConsumerGroupOffsetsSpec()));
  }

  /**
   * Per partition the offset before which every store has everything; a partition that some sink
   * has committed nothing of is not there.
   *
   * @throws KafkaException when Kafka does not say
   */
  Map<Integer, Long> passed() throws InterruptedException {
    if (groups.isEmpty()) {
      return Map.of();
    }
    try {
      var all = admin().listConsumerGroupOffsets(groups).all().get(BOUND_SECONDS, TimeUnit.SECONDS);
      return all.values().stream()
          .map(SinkOffsets::committed)
          .reduce(SinkOffsets::slower)
          .orElseThrow();
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the sinks' offsets are not to be had", e);
    }
  }

  /**
   * @throws KafkaException when Kafka does not say
   */
  Set<Integer> partitions() throws InterruptedException {
    try {
      return admin()
          .describeTopics(List.of(Topics.VIEWS))
          .allTopicNames()
          .get(BOUND_SECONDS, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(topic -> topic.partitions().stream())
          .map(TopicPartitionInfo::partition)
          .collect(Collectors.toUnmodifiableSet());
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the partitions of " + Topics.VIEWS + " are not to be had", e);
    }
  }

  /** Made by the first who asks, not within the start of all. */
  private synchronized Admin admin() {
    if (closed) {
      throw new KafkaException("nobody is asked any more");
    }
    if (admin == null) {
      admin = kafka.get();
    }
    return admin;
  }

  synchronized void close(Duration bound) {
    closed = true;
    if (admin != null) {
      admin.close(bound);
    }
  }

  private static Map<Integer, Long> slower(Map<Integer, Long> one, Map<Integer, Long> other) {
    Map<Integer, Long> slower = new HashMap<>(one);
    slower.keySet().retainAll(other.keySet());
    slower.replaceAll((partition, offset) -> Math.min(offset, other.getOrDefault(partition, 0L)));
    return slower;
  }

  private static Map<Integer, Long> committed(Map<TopicPartition, OffsetAndMetadata> group) {
    Map<Integer, Long> committed = new HashMap<>();
    group.forEach(
        (partition, offset) -> {
          if (offset != null && partition.topic().equals(Topics.VIEWS)) {
            committed.put(partition.partition(), offset.offset());
          }
        });
    return committed;
  }
}
