package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether PostgreSQL beside the chart lets it do what it does, and comes back when it is lost. */
final class EngineChecks {
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
    documents.of("Cluster").forEach(checks::connections);
    documents.of("Cluster").forEach(checks::backup);
    documents.of("Cluster").forEach(checks::watched);
  }

  /** Of all replicas that there can be at once, those of a rollout included. */
  private void connections(Document cluster) {
    for (Workload workload : documents.workloads()) {
      String settings = Settings.file(documents, workload.document().name(), "application.yaml");
      if (!workload.serves() || !settings.contains("spring.datasource.url")) {
        continue;
      }
      String own = Settings.value(settings, "spring.datasource.hikari.maximum-pool-size");
      int pool =
          Integer.parseInt(
              own.isEmpty()
                  ? Settings.value(
                      Checkout.read(Checkout.ROOT.resolve(COMMAND_SETTINGS)), "maximum-pool-size")
                  : own);
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

  /** Somebody scrapes it, and the alerts about its backup know its pods, by their names. */
  private void watched(Document cluster) {
    findings.unless(
        documents.of("PodMonitor").stream().anyMatch(monitor -> scrapes(monitor, cluster)),
        "postgresql-watched",
        cluster,
        "nobody scrapes it, so its backup fails in silence");
    List<String> expressions =
        documents
            .find("PrometheusRule", "vitrine-backup")
            .map(rules -> rules.root().findValuesAsText("expr"))
            .orElse(List.of());
    String others = "[{](?!pod=~\"" + cluster.name() + "-\\[0-9]\\+\"[,}])";
    findings.unless(
        !expressions.isEmpty()
            && expressions.stream().noneMatch(one -> Pattern.compile(others).matcher(one).find()),
        "postgresql-watched",
        cluster,
        "an alert about backups asks for pods that are not its");
  }

  /** By labels and the port that the operator gives to each instance, which speaks no TLS there. */
  private static boolean scrapes(Document monitor, Document cluster) {
    JsonNode selector = monitor.spec().path("selector");
    Map<String, String> instance =
        Map.of("cnpg.io/cluster", cluster.name(), "cnpg.io/podRole", "instance");
    JsonNode endpoint = monitor.spec().at("/podMetricsEndpoints/0");
    return monitor.namespace().equals(cluster.namespace())
        && !monitor.spec().has("namespaceSelector")
        && selector.size() == 1
        && selector.path("matchLabels").has("cnpg.io/cluster")
        && Documents.matches(selector.path("matchLabels"), Documents.YAML.valueToTree(instance))
        && endpoint.path("port").asText().equals("metrics")
        && !endpoint.path("scheme").asText().equals("https");
  }

  private static boolean copies(Document backup, Document cluster, String plugin) {
    return backup.root().at("/spec/cluster/name").asText().equals(cluster.name())
        && backup.namespace().equals(cluster.namespace())
        && backup.spec().path("method").asText().equals("plugin")
        && backup.root().at("/spec/pluginConfiguration/name").asText().equals(plugin);
  }
}
