package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How many there are: autoscalers and disruption budgets. */
final class ScalingChecks {
  /** Where nothing is said (HorizontalPodAutoscaler, autoscaling/v2), in a minute. */
  private static final Map<String, Double> KUBERNETES_UP = Map.of("Percent", 400.0, "Pods", 16.0);

  private final Documents documents;
  private final Findings findings;

  private ScalingChecks(Documents documents, Findings findings) {
    this.documents = documents;
    this.findings = findings;
  }

  static void run(Documents documents, Surroundings around, Findings findings) {
    var checks = new ScalingChecks(documents, findings);
    checks.scalers();
    documents.of("HorizontalPodAutoscaler").forEach(checks::pace);
    documents.of("HorizontalPodAutoscaler").forEach(checks::metrics);
    documents.of("PodDisruptionBudget").forEach(checks::budget);
    documents.workloads().stream().filter(Workload::serves).forEach(checks::budgeted);
    documents.of("TriggerAuthentication").forEach(one -> checks.authentication(one, around));
  }

  private void scalers() {
    Set<String> scaled = new HashSet<>();
    for (Document scaler : documents.of("HorizontalPodAutoscaler", "ScaledObject")) {
      JsonNode target = scaler.spec().path("scaleTargetRef");
      String kind = target.path("kind").asText("Deployment");
      String name = target.path("name").asText();
      Optional<Document> found = documents.find(kind, name);
      findings.unless(
          found.isPresent(), "autoscaler-target", scaler, "there is no " + kind + " " + name);
      findings.unless(
          scaled.add(kind + "/" + name), "autoscaler-target", scaler, "two scale " + name);
      found.ifPresent(
          document -> {
            findings.unless(
                !document.spec().has("replicas"),
                "autoscaler-replicas",
                document,
                "each upgrade would put its replicas back");
            containers(scaler, document);
          });
      boolean keda = scaler.kind().equals("ScaledObject");
      int least = scaler.spec().path(keda ? "minReplicaCount" : "minReplicas").asInt(1);
      int most = scaler.spec().path(keda ? "maxReplicaCount" : "maxReplicas").asInt(1);
      findings.unless(
          least >= 2 && least <= most,
          "autoscaler-bounds",
          scaler,
          "from " + least + " to " + most + " replicas");
      for (JsonNode trigger : scaler.spec().path("triggers")) {
        String authentication = trigger.at("/authenticationRef/name").asText("");
        findings.unless(
            authentication.isEmpty()
                || documents.find("TriggerAuthentication", authentication).isPresent(),
            "autoscaler-target",
            scaler,
            "there is no TriggerAuthentication " + authentication);
        String brokers = trigger.at("/metadata/bootstrapServers").asText("");
        findings.unless(
            brokers.isEmpty() || brokers.matches("[^,.]+\\.[^,]*(,[^,.]+\\.[^,]*)*"),
            "autoscaler-brokers",
            scaler,
            "KEDA asks " + brokers + " from its own namespace, where no such name is known");
      }
    }
  }

  private void containers(Document scaler, Document target) {
    for (JsonNode metric : scaler.spec().path("metrics")) {
      String container = metric.at("/containerResource/container").asText("");
      boolean there = container.isEmpty();
      for (JsonNode one : target.root().at("/spec/template/spec/containers")) {
        there |= one.path("name").asText().equals(container);
      }
      findings.unless(
          there, "autoscaler-target", scaler, "its target has no container " + container);
    }
  }

  /** Fast up: shoppers wait. Slow down: a flash sale has a second wave. */
  private void pace(Document scaler) {
    JsonNode up = scaler.spec().at("/behavior/scaleUp");
    JsonNode down = scaler.spec().at("/behavior/scaleDown");
    KUBERNETES_UP.forEach(
        (type, usual) -> {
          double more = inAMinute(up, type);
          double fewer = inAMinute(down, type);
          findings.unless(
              more > usual,
              "autoscaler-pace",
              scaler,
              "up by " + more + " " + type + " in a minute; Kubernetes' own are " + usual);
          findings.unless(
              fewer > 0 && fewer < more,
              "autoscaler-pace",
              scaler,
              "down by " + fewer + " " + type + " in a minute, up by " + more);
        });
    int waitsUp = up.path("stabilizationWindowSeconds").asInt(0);
    int waitsDown = down.path("stabilizationWindowSeconds").asInt(300);
    findings.unless(
        waitsUp == 0 && waitsDown >= 300,
        "autoscaler-pace",
        scaler,
        "waits " + waitsUp + " s before it goes up and " + waitsDown + " s before it goes down");
  }

  /** What the policies of a type allow: 0 where none is of it. */
  private static double inAMinute(JsonNode direction, String type) {
    double most = 0;
    for (JsonNode policy : direction.path("policies")) {
      if (policy.path("type").asText().equals(type)) {
        most =
            Math.max(
                most, policy.path("value").asDouble() * 60 / policy.path("periodSeconds").asInt());
      }
    }
    return most;
  }

  private void metrics(Document scaler) {
    for (JsonNode metric : scaler.spec().path("metrics")) {
      String name = metric.at("/pods/metric/name").asText("");
      if (name.isEmpty()) {
        continue;
      }
      Optional<Adapter.Metric> served = Adapter.metric(name);
      findings.unless(
          served.isPresent(),
          "autoscaler-metric",
          scaler,
          Adapter.FILE + " does not define " + name);
      for (Document monitor : documents.monitors()) {
        for (JsonNode endpoint : monitor.spec().path("podMetricsEndpoints")) {
          int every = Adapter.seconds(endpoint.path("interval").asText());
          findings.unless(
              served.isEmpty() || 3 * every <= served.get().window(),
              "autoscaler-metric",
              monitor,
              "scraped every " + every + " s, so that the window of " + name + " has too few");
        }
      }
    }
  }

  private void authentication(Document authentication, Surroundings around) {
    findings.unless(
        !authentication.spec().path("secretTargetRef").isEmpty(),
        "autoscaler-target",
        authentication,
        "it hands nothing over");
    for (JsonNode reference : authentication.spec().path("secretTargetRef")) {
      Set<String> keys = around.secrets().get(reference.path("name").asText());
      findings.unless(
          keys != null && keys.contains(reference.path("key").asText()),
          "secret-exists",
          authentication,
          "no Secret has what " + reference + " names");
    }
  }

  private void budget(Document budget) {
    JsonNode labels = budget.root().at("/spec/selector/matchLabels");
    List<Workload> chosen = documents.selected(labels).stream().filter(Workload::serves).toList();
    findings.unless(
        !chosen.isEmpty(), "pdb-selector", budget, "no workload has the labels " + labels);
    findings.unless(
        budget.spec().path("unhealthyPodEvictionPolicy").asText().equals("AlwaysAllow"),
        "pdb-unhealthy-pod-eviction-policy",
        budget,
        "a pod that never gets ready holds its node");
    JsonNode away = budget.spec().path("maxUnavailable");
    JsonNode there = budget.spec().path("minAvailable");
    findings.unless(
        away.isMissingNode() || !away.asText().matches("0%?"),
        "pdb-max-unavailable",
        budget,
        "no pod may ever go");
    for (Workload workload : chosen) {
      int replicas = leastReplicas(workload.document());
      int kept =
          there.asText().endsWith("%")
              ? (int)
                  Math.ceil(replicas * Integer.parseInt(there.asText().replace("%", "")) / 100.0)
              : there.asInt(0);
      findings.unless(
          kept < replicas,
          "pdb-min-available",
          budget,
          kept + " of " + replicas + " replicas must stay, so no node can be drained");
      findings.unless(
          away.isMissingNode() || away.asText().endsWith("%") || away.asInt() < replicas,
          "pdb-max-unavailable",
          budget,
          "all " + replicas + " replicas may go at once");
    }
  }

  /** None: a drain takes all its pods. Two: Kubernetes evicts none of them. */
  private void budgeted(Workload workload) {
    long budgets =
        documents.of("PodDisruptionBudget").stream()
            .filter(
                budget ->
                    documents.selected(budget.root().at("/spec/selector/matchLabels")).stream()
                        .anyMatch(chosen -> chosen.document().equals(workload.document())))
            .count();
    findings.unless(
        budgets == 1, "pdb-each", workload.document(), budgets + " disruption budgets choose it");
  }

  private int leastReplicas(Document target) {
    for (Document scaler : documents.of("HorizontalPodAutoscaler", "ScaledObject")) {
      if (scaler.root().at("/spec/scaleTargetRef/name").asText().equals(target.name())) {
        return scaler
            .spec()
            .path(scaler.kind().equals("ScaledObject") ? "minReplicaCount" : "minReplicas")
            .asInt(1);
      }
    }
    return target.spec().path("replicas").asInt(1);
  }
}
