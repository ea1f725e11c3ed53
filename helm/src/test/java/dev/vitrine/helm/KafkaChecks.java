package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether each user of Kafka may do what it is for, and no more: the one whose secret the release's
 * pods name what settings and connectors ask for, any other what the operator's pages say.
 */
final class KafkaChecks {
  private static final String RIGHTS = "kafka-acl";
  private static final String MORE = "kafka-acl-more";

  private static final Set<String> CLUSTER =
      Set.of("IdempotentWrite", "Describe", "DescribeConfigs");

  /** Of the group that Kafka's console gives itself where none is named. */
  private static final String CONSOLE = "console-consumer-1";

  private final Documents documents;
  private final Findings findings;

  /** Of topics, what is read and written; what is written alone; groups; transactions. */
  private final Set<String> topics = new LinkedHashSet<>();

  private final Set<String> written = new LinkedHashSet<>();
  private final Set<String> groups = new LinkedHashSet<>();
  private final Set<String> transactions = new LinkedHashSet<>();

  private KafkaChecks(Documents documents, Findings findings) {
    this.documents = documents;
    this.findings = findings;
  }

  static void run(Documents documents, Findings findings) {
    List<Document> users = documents.of("KafkaUser");
    if (users.isEmpty()) {
      return;
    }
    var checks = new KafkaChecks(documents, findings);
    checks.names();
    Set<String> secrets = checks.secrets();
    List<Document> own = users.stream().filter(one -> secrets.contains(one.name())).toList();
    List<Document> others = users.stream().filter(one -> !own.contains(one)).toList();
    own.forEach(checks::release);
    others.forEach(checks::operator);
    findings.unless(
        !own.isEmpty(), RIGHTS, users.getFirst(), "no pod of the release names its secret");
    findings.unless(
        !others.isEmpty(), RIGHTS, users.getFirst(), "nobody may do what the runbook says");
  }

  /** Those that pods name; Strimzi gives a user's secret the user's name. */
  private Set<String> secrets() {
    Set<String> names = new LinkedHashSet<>();
    for (Workload workload : documents.workloads()) {
      workload
          .podSpec()
          .findValues("secretKeyRef")
          .forEach(one -> names.add(one.path("name").asText()));
      names.addAll(workload.podSpec().findValuesAsText("secretName"));
    }
    return names;
  }

  /** As settings and connectors make them. */
  private void names() {
    topics.addAll(contract());
    String worker = Settings.file(documents, "vitrine-connect", "connect.properties");
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
        .ifPresent(map -> map.root().path("data").forEach(file -> connector(file.asText(), group)));
  }

  private void connector(String file, String group) {
    JsonNode connector = json(file);
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
        List.of("errors.deadletterqueue.topic.name", "transforms.outbox.route.topic.replacement")) {
      if (config.has(key)) {
        topics.add(config.path(key).asText());
      }
    }
  }

  private void release(Document user) {
    topics.forEach(one -> may(user, "topic", one, "Read", "Write", "Create", "Describe"));
    written.forEach(one -> may(user, "topic", one, "Write", "Create", "Describe"));
    groups.forEach(one -> may(user, "group", one, "Read", "Describe"));
    transactions.forEach(one -> may(user, "transactionalId", one, "Write", "Describe"));
    // By the topics' job, which compares what they have.
    contract().forEach(one -> may(user, "topic", one, "DescribeConfigs"));
    contract().forEach(one -> mayNot(user, "topic", one, "Delete"));
    kinds(user, Set.of("topic", "group", "transactionalId", "cluster"));
  }

  /** By the commands of the runbook and of the fold's reset, and by the topics it has one read. */
  private void operator(Document user) {
    String runbook = read("docs/runbook.md");
    String deleted = first("--delete --topic\\s+'([^']+)'", runbook).group(1);
    MatchResult reset =
        first(
            "--application-id (\\S+) --input-topics (\\S+)",
            read("projections/README.md").replaceAll("\\s+", " "));
    for (String topic : topics) {
      if (topic.matches(deleted)) {
        may(user, "topic", topic, "Delete", "Describe");
      } else {
        mayNot(user, "topic", topic, "Delete");
      }
      mayNot(user, "topic", topic, "Write", "Create", "Alter");
    }
    groups.forEach(one -> mayNot(user, "group", one, "Delete"));
    kinds(user, Set.of("topic", "group"));
    Pattern.compile("Topic `([a-z.-]+)`")
        .matcher(runbook)
        .results()
        .forEach(topic -> may(user, "topic", topic.group(1), "Read", "Describe"));
    // What the topics' job refuses somebody has to mend.
    contract().forEach(one -> may(user, "topic", one, "DescribeConfigs", "AlterConfigs"));
    may(user, "group", CONSOLE, "Read");
    may(user, "group", reset.group(1), "Read", "Describe");
    may(user, "topic", reset.group(2), "Read", "Describe");
    groups.stream()
        .filter(group -> group.startsWith("connect-"))
        .forEach(sink -> may(user, "group", sink, "Describe"));
  }

  private void may(Document user, String type, String name, String... operations) {
    Set<String> granted = granted(user, type, name);
    findings.unless(
        granted.contains("All") || granted.containsAll(List.of(operations)),
        RIGHTS,
        user,
        "of %s %s it may %s, and needs %s".formatted(type, name, granted, List.of(operations)));
  }

  private void mayNot(Document user, String type, String name, String... operations) {
    Set<String> granted = granted(user, type, name);
    for (String operation : operations) {
      findings.unless(
          !granted.contains("All") && !granted.contains(operation),
          MORE,
          user,
          "of %s %s it may %s, and needs no %s".formatted(type, name, granted, operation));
    }
  }

  /** What of Kafka it may touch at all; of the cluster only what everybody who writes asks. */
  private void kinds(Document user, Set<String> known) {
    for (JsonNode acl : user.root().at("/spec/authorization/acls")) {
      String type = acl.at("/resource/type").asText();
      Set<String> operations = new LinkedHashSet<>(Surroundings.texts(acl.path("operations")));
      findings.unless(
          known.contains(type) && (!type.equals("cluster") || CLUSTER.containsAll(operations)),
          MORE,
          user,
          "of a %s it may %s".formatted(type, operations));
    }
  }

  private static Set<String> granted(Document user, String type, String name) {
    Set<String> granted = new LinkedHashSet<>();
    for (JsonNode acl : user.root().at("/spec/authorization/acls")) {
      JsonNode resource = acl.path("resource");
      String known = resource.path("name").asText();
      boolean covers =
          resource.path("patternType").asText().equals("prefix")
              ? name.startsWith(known)
              : name.equals(known) || known.equals("*");
      if (resource.path("type").asText().equals(type)
          && covers
          && !acl.path("type").asText().equals("deny")) {
        granted.addAll(Surroundings.texts(acl.path("operations")));
      }
    }
    return granted;
  }

  private static List<String> contract() {
    return Pattern.compile("String [A-Z_]+ = \"([a-z.-]+)\"")
        .matcher(read("contract/src/main/java/dev/vitrine/contract/Topics.java"))
        .results()
        .map(topic -> topic.group(1))
        .toList();
  }

  private static MatchResult first(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("no page says " + pattern);
    }
    return found.toMatchResult();
  }

  private static String read(String file) {
    return Checkout.read(Checkout.ROOT.resolve(file));
  }

  private static JsonNode json(String text) {
    try {
      return Documents.YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
