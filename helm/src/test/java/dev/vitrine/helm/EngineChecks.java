package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the operators' engines beside the chart let it do what it does. */
final class EngineChecks {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COMMAND_SETTINGS =
      "command-service/src/main/resources/application.yaml";

  /** What PostgreSQL keeps for superusers, and what its operator, the relay and jobs take. */
  private static final int OTHER_CONNECTIONS = 20;

  private final Documents documents;
  private final Findings findings;

  private EngineChecks(Documents documents, Findings findings) {
    this.documents = documents;
    this.findings = findings;
  }

  static void run(Documents documents, Findings findings) {
    var checks = new EngineChecks(documents, findings);
    documents.of("KafkaUser").forEach(checks::rights);
    documents.of("Cluster").forEach(checks::connections);
    documents.of("Cluster").forEach(checks::backup);
  }

  /** Topics, groups and transactions by the names that settings and connectors make of them. */
  private void rights(Document user) {
    Set<String> topics = new LinkedHashSet<>();
    Set<String> written = new LinkedHashSet<>();
    Set<String> groups = new LinkedHashSet<>();
    Set<String> transactions = new LinkedHashSet<>();
    for (Matcher topic = constants(); topic.find(); ) {
      topics.add(topic.group(1));
    }
    String worker = text("vitrine-connect", "connect.properties");
    String group = Settings.value(worker, "group.id");
    groups.add(group);
    transactions.add("connect-cluster-" + group);
    for (String storage : List.of("config", "offset", "status")) {
      topics.add(Settings.value(worker, storage + ".storage.topic"));
    }
    String streams =
        Settings.value(read("projections/src/main/resources/application.yaml"), "application-id");
    groups.add(streams);
    transactions.add(streams + "-1");
    topics.add(streams + "-store-changelog");
    documents
        .find("ConfigMap", "vitrine-connectors")
        .ifPresent(
            map ->
                map.root()
                    .path("data")
                    .forEach(
                        file -> {
                          JsonNode connector = json(file.asText());
                          String name = connector.path("name").asText();
                          JsonNode config = connector.path("config");
                          if (config.has("topics")) {
                            topics.addAll(List.of(config.path("topics").asText().split(",")));
                            groups.add("connect-" + name);
                          } else {
                            transactions.add(group + "-" + name + "-0");
                          }
                          if (config.path("heartbeat.interval.ms").asInt(0) > 0) {
                            written.add(
                                config.path("topic.heartbeat.prefix").asText("__debezium-heartbeat")
                                    + "."
                                    + config.path("topic.prefix").asText());
                          }
                          for (String key :
                              List.of(
                                  "errors.deadletterqueue.topic.name",
                                  "transforms.outbox.route.topic.replacement")) {
                            if (config.has(key)) {
                              topics.add(config.path(key).asText());
                            }
                          }
                        }));
    for (String topic : topics) {
      may(user, "topic", topic, List.of("Read", "Write", "Create", "Describe"));
    }
    for (String topic : written) {
      may(user, "topic", topic, List.of("Write", "Create", "Describe"));
    }
    for (String one : groups) {
      may(user, "group", one, List.of("Read", "Describe"));
    }
    for (String one : transactions) {
      may(user, "transactionalId", one, List.of("Write", "Describe"));
    }
  }

  private void may(Document user, String type, String name, List<String> operations) {
    Set<String> granted = new LinkedHashSet<>();
    for (JsonNode acl : user.root().at("/spec/authorization/acls")) {
      JsonNode resource = acl.path("resource");
      String known = resource.path("name").asText();
      boolean prefix = resource.path("patternType").asText().equals("prefix");
      if (resource.path("type").asText().equals(type)
          && (prefix ? name.startsWith(known) : name.equals(known))) {
        granted.addAll(Surroundings.texts(acl.path("operations")));
      }
    }
    findings.unless(
        granted.containsAll(operations),
        "kafka-acl",
        user,
        "of " + type + " " + name + " it may " + granted + ", and needs " + operations);
  }

  /** Of all replicas that there can be at once, those of a rollout included. */
  private void connections(Document cluster) {
    for (Workload workload : documents.workloads()) {
      String settings = text(workload.document().name(), "application.yaml");
      if (!workload.serves() || !settings.contains("spring.datasource.url")) {
        continue;
      }
      String own = Settings.value(settings, "spring.datasource.hikari.maximum-pool-size");
      int pool =
          Integer.parseInt(
              own.isEmpty() ? Settings.value(read(COMMAND_SETTINGS), "maximum-pool-size") : own);
      int replicas =
          documents.of("HorizontalPodAutoscaler").stream()
              .filter(
                  scaler ->
                      scaler
                          .root()
                          .at("/spec/scaleTargetRef/name")
                          .asText()
                          .equals(workload.document().name()))
              .map(scaler -> scaler.spec().path("maxReplicas").asInt())
              .findFirst()
              .orElse(workload.document().spec().path("replicas").asInt());
      int surge = workload.document().root().at("/spec/strategy/rollingUpdate/maxSurge").asInt();
      int needed = (replicas + surge) * pool + OTHER_CONNECTIONS;
      int most = cluster.root().at("/spec/postgresql/parameters/max_connections").asInt(100);
      findings.unless(
          needed <= most,
          "postgresql-connections",
          cluster,
          workload.document()
              + " and others need "
              + needed
              + " connections, and "
              + most
              + " are allowed");
    }
  }

  /** Its log and a copy of all go to a place that is named. */
  private void backup(Document cluster) {
    boolean kept = false;
    for (JsonNode plugin : cluster.spec().path("plugins")) {
      String store = plugin.at("/parameters/barmanObjectName").asText();
      kept |=
          plugin.path("isWALArchiver").asBoolean()
              && documents.find("ObjectStore", store).isPresent()
              && documents.of("ScheduledBackup").stream()
                  .anyMatch(backup -> copies(backup, cluster, plugin.path("name").asText()));
    }
    findings.unless(kept, "postgresql-backup", cluster, "nothing brings the events back");
  }

  private static boolean copies(Document backup, Document cluster, String plugin) {
    return backup.root().at("/spec/cluster/name").asText().equals(cluster.name())
        && backup.namespace().equals(cluster.namespace())
        && backup.spec().path("method").asText().equals("plugin")
        && backup.root().at("/spec/pluginConfiguration/name").asText().equals(plugin);
  }

  private String text(String map, String file) {
    return documents
        .find("ConfigMap", map)
        .map(found -> found.root().path("data").path(file).asText())
        .orElse("");
  }

  private static Matcher constants() {
    return Pattern.compile("String [A-Z_]+ = \"([a-z.-]+)\"")
        .matcher(read("contract/src/main/java/dev/vitrine/contract/Topics.java"));
  }

  private static String read(String file) {
    return Checkout.read(Checkout.ROOT.resolve(file));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
