package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Names, Services and NetworkPolicies: who is called what, and who reaches whom. */
final class ReachChecks {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final Pattern LABEL =
      Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?");
  private static final String COMPONENT = "app.kubernetes.io/component";

  private static final Map<String, String> OPERATORS =
      Map.of("cnpg.io/cluster", "Cluster", "strimzi.io/cluster", "Kafka");

  /** Who calls whom inside the release: docs/architecture.md, and what makes and tests it. */
  private static final Set<String> ARROWS =
      Set.of(
          "tests>command:http",
          "tests>query:http",
          "connectors>connect:http-rest",
          "connect>connect:http-rest");

  private final Documents documents;
  private final Findings findings;

  private ReachChecks(Documents documents, Findings findings) {
    this.documents = documents;
    this.findings = findings;
  }

  static void run(Documents documents, Findings findings) {
    var checks = new ReachChecks(documents, findings);
    checks.names();
    documents.of("Service").forEach(checks::service);
    checks.protocols();
    documents.monitors().forEach(checks::podMonitor);
    checks.policies();
  }

  /** In a mesh a port of a pod speaks one protocol, whichever Service leads to it. */
  private void protocols() {
    Map<String, String> known = new HashMap<>();
    for (Document service : documents.of("Service")) {
      for (JsonNode port : service.spec().path("ports")) {
        String name = port.path("name").asText();
        String protocol = name.replaceFirst("-.*", "");
        String target = service.spec().path("selector") + "/" + port.path("targetPort").asText();
        findings.unless(
            known.merge(target, protocol, (first, _) -> first).equals(protocol),
            "service-port-protocol",
            service,
            name + " leads to a port that another Service calls " + known.get(target));
      }
    }
  }

  private void names() {
    Set<String> seen = new HashSet<>();
    for (Document document : documents.all()) {
      findings.unless(
          NAME.matcher(document.name()).matches(), "name", document, "its name is no DNS name");
      findings.unless(
          seen.add(document.kind() + "/" + document.namespace() + "/" + document.name()),
          "name",
          document,
          "there are two of it");
      document
          .root()
          .at("/metadata/labels")
          .forEach(
              value ->
                  findings.unless(
                      LABEL.matcher(value.asText()).matches(),
                      "name",
                      document,
                      "'" + value.asText() + "' is no label's value"));
    }
  }

  private void service(Document service) {
    JsonNode selector = service.spec().path("selector");
    if (service.spec().path("type").asText().equals("ExternalName")) {
      return;
    }
    List<Workload> behind = documents.selected(selector);
    findings.unless(
        !behind.isEmpty(), "dangling-service", service, "no pod has the labels " + selector);
    Set<String> names = new HashSet<>();
    for (JsonNode port : service.spec().path("ports")) {
      JsonNode target = port.has("targetPort") ? port.path("targetPort") : port.path("port");
      findings.unless(
          behind.stream().allMatch(workload -> workload.hasPort(target)),
          "service-port",
          service,
          "no container has a port " + target);
      findings.unless(
          names.add(port.path("name").asText()),
          "service-port",
          service,
          "two ports named " + port.path("name"));
      findings.unless(
          port.path("name").asText().matches("(http|http2|https|grpc|tcp|tls)(-[a-z0-9-]+)?"),
          "service-port-protocol",
          service,
          "the name of port " + port.path("name") + " does not tell a mesh its protocol");
    }
  }

  /** Scrapes at least something, and from every pod that it selects what it wants there. */
  private void podMonitor(Document monitor) {
    JsonNode selector = monitor.spec().path("selector");
    List<Workload> chosen = new ArrayList<>(documents.selected(selector.path("matchLabels")));
    for (JsonNode wanted : selector.path("matchExpressions")) {
      Set<String> values = new HashSet<>(Surroundings.texts(wanted.path("values")));
      chosen.removeIf(
          workload ->
              !values.contains(workload.labels().path(wanted.path("key").asText()).asText()));
    }
    findings.unless(!chosen.isEmpty(), "pod-monitor", monitor, "no pod has the labels " + selector);
    for (JsonNode endpoint : monitor.spec().path("podMetricsEndpoints")) {
      findings.unless(
          chosen.stream()
              .allMatch(
                  workload ->
                      workload.hasPort(endpoint.path("port"))
                          || (ofProxy(workload)
                              && endpoint.path("port").asText().equals("http-envoy-prom"))),
          "pod-monitor",
          monitor,
          "not every pod has a port " + endpoint.path("port"));
    }
  }

  private void policies() {
    List<Document> policies = documents.of("NetworkPolicy");
    if (policies.isEmpty()) {
      return;
    }
    boolean denied = false;
    Map<String, Set<String>> in = new HashMap<>();
    Map<String, Set<String>> out = new HashMap<>();
    for (Document policy : policies) {
      JsonNode labels = policy.root().at("/spec/podSelector/matchLabels");
      List<Workload> chosen = documents.selected(labels);
      findings.unless(
          !chosen.isEmpty(), "network-policy", policy, "no pod has the labels " + labels);
      boolean closed =
          policy.spec().path("ingress").isEmpty() && policy.spec().path("egress").isEmpty();
      boolean both =
          Surroundings.texts(policy.spec().path("policyTypes"))
              .containsAll(List.of("Ingress", "Egress"));
      findings.unless(
          both, "network-policy", policy, "it leaves a direction open that it does not name");
      denied |= closed && both && chosen.size() == documents.workloads().size();
      for (JsonNode rule : policy.spec().path("ingress")) {
        findings.unless(
            !rule.path("from").isEmpty(), "network-policy", policy, "everybody may come in");
        arrows(policy, rule, rule.path("from"), chosen, true).forEach(a -> note(in, a, policy));
      }
      for (JsonNode rule : policy.spec().path("egress")) {
        findings.unless(
            !rule.path("ports").isEmpty(), "network-policy", policy, "it may call any port");
        arrows(policy, rule, rule.path("to"), chosen, false).forEach(a -> note(out, a, policy));
      }
    }
    findings.unless(
        denied, "network-policy", policies.getFirst(), "no policy denies what none allows");
    compare(in.keySet(), out.keySet(), policies.getFirst());
  }

  private static void note(Map<String, Set<String>> arrows, String arrow, Document policy) {
    arrows.computeIfAbsent(arrow, _ -> new TreeSet<>()).add(policy.name());
  }

  /** An arrow needs both ends, and is one of the architecture. */
  private void compare(Set<String> in, Set<String> out, Document policy) {
    Set<String> present = new HashSet<>();
    documents.workloads().forEach(workload -> present.add(component(workload)));
    for (String arrow : ARROWS) {
      if (present.contains(arrow.substring(0, arrow.indexOf('>')))) {
        findings.unless(in.contains(arrow), "network-arrows", policy, arrow + " cannot come in");
        findings.unless(out.contains(arrow), "network-arrows", policy, arrow + " cannot go out");
      }
    }
    Set<String> more = new TreeSet<>(in);
    more.addAll(out);
    more.removeAll(ARROWS);
    findings.unless(
        more.isEmpty(), "network-arrows", policy, more + " are no arrows of the architecture");
  }

  /** {@code from>to:port} of pods of this release. */
  private List<String> arrows(
      Document policy, JsonNode rule, JsonNode peers, List<Workload> chosen, boolean inward) {
    List<String> found = new ArrayList<>();
    for (JsonNode peer : peers) {
      if (!peer.has("podSelector") || peer.has("namespaceSelector")) {
        if (inward) {
          ports(policy, rule, chosen);
        }
        continue;
      }
      JsonNode labels = peer.at("/podSelector/matchLabels");
      if (ofOperator(policy, labels)) {
        continue;
      }
      List<Workload> others = documents.selected(labels);
      findings.unless(
          !others.isEmpty(), "network-policy", policy, "no pod has the labels " + labels);
      List<Workload> callers = inward ? others : chosen;
      List<Workload> called = inward ? chosen : others;
      ports(policy, rule, called);
      for (JsonNode port : rule.path("ports")) {
        for (Workload from : callers) {
          for (Workload to : called) {
            found.add(component(from) + ">" + component(to) + ":" + port.path("port").asText());
          }
        }
      }
    }
    return found;
  }

  /** Pods that an operator makes of another object have labels that name it. */
  private boolean ofOperator(Document policy, JsonNode labels) {
    for (Map.Entry<String, String> operator : OPERATORS.entrySet()) {
      String name = labels.path(operator.getKey()).asText("");
      if (!name.isEmpty()) {
        findings.unless(
            documents.find(operator.getValue(), name).isPresent(),
            "network-policy",
            policy,
            "there is no " + operator.getValue() + " " + name);
        return true;
      }
    }
    return false;
  }

  private void ports(Document policy, JsonNode rule, List<Workload> called) {
    for (JsonNode port : rule.path("ports")) {
      findings.unless(
          called.stream()
              .allMatch(
                  workload ->
                      workload.hasPort(port.path("port"))
                          || (ofProxy(workload) && port.path("port").asInt() == MeshChecks.AGENT)),
          "network-policy",
          policy,
          "what is called has no port " + port.path("port"));
    }
  }

  /** Whether the injector adds ports of a proxy that merges the pod's metrics. */
  private static boolean ofProxy(Workload workload) {
    return workload.annotation("prometheus.io/scrape").equals("true");
  }

  /** A canary may do what the release beside it may. */
  private static String component(Workload workload) {
    return workload.labels().path(COMPONENT).asText().replace("-canary", "");
  }
}
