package dev.vitrine.connectors.cluster;

import dev.vitrine.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes the topics that lack. One that is there stays as it is, and is refused where it would lose
 * something.
 */
final class TopicsJob {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Admin admin;
  private final Duration bound;

  TopicsJob(Admin admin, Duration bound) {
    this.admin = admin;
    this.bound = bound;
  }

  /**
   * @param replicationFactor -1: the brokers' default
   * @throws JobFailed naming every topic that does not fit
   */
  void ensure(int partitions, short replicationFactor, int minInsync) throws InterruptedException {
    Set<String> lacking = new TreeSet<>(Topics.SETTINGS.keySet());
    lacking.removeAll(await("the topics", () -> admin.listTopics().names()));
    for (String topic : lacking) {
      Map<String, String> settings = new HashMap<>(Topics.SETTINGS.getOrDefault(topic, Map.of()));
      settings.put("min.insync.replicas", Integer.toString(minInsync));
      create(new NewTopic(topic, partitions, replicationFactor).configs(settings));
    }
    List<String> problems = problems(partitions);
    if (!problems.isEmpty()) {
      throw new JobFailed(String.join("; ", problems));
    }
  }

  private void create(NewTopic topic) throws InterruptedException {
    try {
      admin.createTopics(List.of(topic)).all().get(bound.toMillis(), TimeUnit.MILLISECONDS);
      System.out.println("made topic " + topic.name());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new JobFailed("topic " + topic.name() + ": " + e.getCause(), e);
      }
    } catch (TimeoutException e) {
      throw new JobFailed("topic " + topic.name() + ": no answer from Kafka", e);
    }
  }

  private List<String> problems(int partitions) throws InterruptedException {
    List<String> problems = new ArrayList<>();
    Set<String> names = Topics.SETTINGS.keySet();
    Map<String, TopicDescription> found =
        await("the topics", () -> admin.describeTopics(names).allTopicNames());
    found.forEach(
        (name, topic) -> {
          int there = topic.partitions().size();
          if (there != partitions) {
            problems.add(
                "%s has %d partitions, not %d: more would move keys to other partitions, and their order is lost"
                    .formatted(name, there, partitions));
          }
        });
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<ConfigResource, Config> configs =
        await("their settings", () -> admin.describeConfigs(resources).all());
    configs.forEach(
        (topic, config) ->
            Topics.SETTINGS
                .getOrDefault(topic.name(), Map.of())
                .forEach(
                    (key, wanted) -> {
                      String is = config.get(key).value();
                      if (!wanted.equals(is)) {
                        problems.add(
                            "%s has %s=%s, not %s".formatted(topic.name(), key, is, wanted));
                      }
                    }));
    return problems;
  }

  private <T> T await(String what, Supplier<KafkaFuture<T>> question) throws InterruptedException {
    var answer = new CompletableFuture<T>();
    new Patience(bound, PAUSE)
        .until(
            () -> {
              try {
                answer.complete(question.get().get(bound.toMillis(), TimeUnit.MILLISECONDS));
                return "";
              } catch (ExecutionException e) {
                // Not every broker knows at once of a topic that was just made.
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                  return what + ": " + e.getCause();
                }
                throw new JobFailed(what + ": " + e.getCause(), e);
              } catch (TimeoutException e) {
                throw new JobFailed(what + ": no answer from Kafka", e);
              }
            });
    return answer.join();
  }
}
