package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that a NetworkPolicy opens to some.
 *
 * @param port its number or name
 * @param peers whom; empty: everybody
 */
record Opening(JsonNode port, JsonNode peers) {
  private static final String NAMESPACE =
      "/namespaceSelector/matchLabels/kubernetes.io~1metadata.name";

  /** The NetworkPolicies of a workload; with none everything is open. */
  static List<Document> policies(Documents documents, Workload workload) {
    return documents.of("NetworkPolicy").stream()
        .filter(
            policy ->
                documents
                    .selected(policy.root().at("/spec/podSelector/matchLabels"))
                    .contains(workload))
        .toList();
  }

  /** Who may come. */
  static List<Opening> inward(Documents documents, Workload workload) {
    return of(policies(documents, workload), "ingress", "from");
  }

  /** Whom it may call. */
  static List<Opening> outward(Documents documents, Workload workload) {
    return of(policies(documents, workload), "egress", "to");
  }

  private static List<Opening> of(List<Document> policies, String direction, String peers) {
    List<Opening> openings = new ArrayList<>();
    for (Document policy : policies) {
      for (JsonNode rule : policy.spec().path(direction)) {
        for (JsonNode port : rule.path("ports")) {
          openings.add(new Opening(port.path("port"), rule.path(peers)));
        }
      }
    }
    return openings;
  }

  /** By the label that Kubernetes gives each namespace. */
  List<String> namespaces() {
    return peers.valueStream().map(peer -> peer.at(NAMESPACE).asText()).toList();
  }
}
