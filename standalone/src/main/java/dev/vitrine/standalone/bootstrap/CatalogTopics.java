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
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that cross a process; those that are there stay as they are. */
public final class CatalogTopics {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final short ONE_BROKER = 1;

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
    return Topics.SETTINGS.entrySet().stream()
        .map(
            topic ->
                new NewTopic(topic.getKey(), Topics.PARTITIONS, ONE_BROKER)
                    .configs(topic.getValue()))
        .toList();
  }
}
