package dev.vitrine.standalone.bootstrap;

import dev.vitrine.contract.Topics;
import dev.vitrine.standalone.data.StandaloneException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that cross a process; those that are there stay as they are. */
public final class CatalogTopics {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final short ONE_BROKER = 1;
  private static final String MOST_BYTES = Integer.toString(4 * 1024 * 1024);

  private CatalogTopics() {}

  /**
   * @throws StandaloneException when the broker refuses or does not answer in time
   */
  public static void ensure(String bootstrap) throws InterruptedException {
    Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    try (Admin admin = Admin.create(config)) {
      for (Map.Entry<String, KafkaFuture<Void>> topic :
          admin.createTopics(topics()).values().entrySet()) {
        await(topic.getKey(), topic.getValue());
      }
    }
  }

  private static void await(String topic, KafkaFuture<Void> created) throws InterruptedException {
    try {
      created.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new StandaloneException("topic " + topic + ": " + e.getCause(), e);
      }
    } catch (TimeoutException e) {
      throw new StandaloneException("topic " + topic + ": no answer from Kafka", e);
    }
  }

  private static List<NewTopic> topics() {
    return List.of(
        topic(
            Topics.EVENTS,
            Map.of(
                TopicConfig.RETENTION_MS_CONFIG, "-1",
                TopicConfig.RETENTION_BYTES_CONFIG, "-1",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, MOST_BYTES)),
        topic(
            Topics.VIEWS,
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                MOST_BYTES)),
        topic(
            Topics.EVENTS_SET_ASIDE,
            Map.of(
                TopicConfig.RETENTION_MS_CONFIG,
                "-1",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                MOST_BYTES)),
        topic(
            Topics.VIEWS_DEAD_LETTERS,
            Map.of(
                TopicConfig.RETENTION_MS_CONFIG,
                "-1",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                MOST_BYTES)));
  }

  private static NewTopic topic(String name, Map<String, String> config) {
    return new NewTopic(name, Topics.PARTITIONS, ONE_BROKER).configs(config);
  }
}
