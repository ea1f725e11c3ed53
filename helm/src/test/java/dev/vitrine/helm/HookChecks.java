package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A hook that runs before the release finds only what earlier hooks have made, and of each that
 * tests it {@code helm test --logs} reads what its pod said.
 */
final class HookChecks {
  private static final String HOOK = "helm.sh/hook";
  private static final String WEIGHT = "helm.sh/hook-weight";

  private static final String POLICY = "helm.sh/hook-delete-policy";

  private HookChecks() {}

  static void run(Documents documents, Findings findings) {
    for (Document document : documents.all()) {
      findings.unless(
          !hooks(document).contains("test")
              || (document.kind().equals("Pod")
                  && !document.annotation(POLICY).contains("hook-succeeded")),
          "hook-logs",
          document,
          "no pod whose logs are there when the tests have run");
    }
    for (Workload workload : documents.workloads()) {
      Document job = workload.document();
      if (!hooks(job).contains("pre-install")) {
        continue;
      }
      reaches(documents, findings, workload);
      JsonNode pod = workload.podSpec();
      needs(documents, findings, job, "ServiceAccount", pod.path("serviceAccountName").asText());
      for (JsonNode volume : pod.path("volumes")) {
        if (volume.has("configMap")) {
          needs(documents, findings, job, "ConfigMap", volume.at("/configMap/name").asText());
        }
      }
    }
  }

  /** At an update the last release denies already what this one's policies would allow. */
  private static void reaches(Documents documents, Findings findings, Workload workload) {
    for (Document policy : documents.of("NetworkPolicy")) {
      if (!policy.spec().path("egress").isEmpty()
          && documents
              .selected(policy.root().at("/spec/podSelector/matchLabels"))
              .contains(workload)) {
        needs(documents, findings, workload.document(), "NetworkPolicy", policy.name());
      }
    }
  }

  private static void needs(
      Documents documents, Findings findings, Document job, String kind, String name) {
    Optional<Document> found = documents.find(kind, name);
    if (found.isPresent()) {
      findings.unless(
          hooks(found.get()).containsAll(hooks(job)) && weight(found.get()) < weight(job),
          "hook-order",
          job,
          "the " + kind + " " + name + " is not there yet when it runs");
    }
  }

  private static List<String> hooks(Document document) {
    return Arrays.stream(document.annotation(HOOK).split(",")).map(String::strip).toList();
  }

  private static int weight(Document document) {
    String weight = document.annotation(WEIGHT);
    return weight.isEmpty() ? 0 : Integer.parseInt(weight);
  }
}
