package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the chart and the mesh's files fit: what a pod calls its proxy knows or is left out of,
 * and whom it calls lets it in. Without a Sidecar among the objects there is nothing to compare.
 */
final class MeshChecks {
  static final String INJECT = "sidecar.istio.io/inject";
  private static final String TESTS =
      "connectors/src/main/java/dev/vitrine/connectors/cluster/PathCheck.java";
  private static final String NATIVE = "sidecar.istio.io/nativeSidecar";

  /** Where the proxy's agent merges the metrics of its pod with its own. */
  static final int AGENT = 15020;

  /** Of DNS, which goes past every proxy, and of istiod, which the proxy itself calls. */
  private static final Set<Integer> OF_THE_MESH = Set.of(53, 15012);

  private final Documents documents;
  private final Findings findings;

  private MeshChecks(Documents documents, Findings findings) {
    this.documents = documents;
    this.findings = findings;
  }

  static void run(Documents documents, Findings findings) {
    if (documents.of("Sidecar").isEmpty()) {
      return;
    }
    var checks = new MeshChecks(documents, findings);
    for (Workload workload : documents.workloads()) {
      findings.unless(
          workload.labels().path(INJECT).asText().matches("true|false"),
          "mesh-injection",
          workload.document(),
          "whether it gets a proxy is left to the labels of its namespace");
      findings.unless(
          !workload.injected() || workload.annotation(NATIVE).equals("true"),
          "mesh-injection",
          workload.document(),
          "its proxy may outlive it, and it never ends");
      if (workload.injected()) {
        checks.calls(workload);
        checks.egress(workload);
        checks.collector(workload);
        if (workload.serves()) {
          checks.metrics(workload);
        }
      } else {
        checks.outside(workload);
      }
    }
    checks.workers();
    checks.issuer();
    checks.install();
    checks.balancer();
    checks.engines();
    documents.of("AuthorizationPolicy").forEach(checks::ingress);
  }

  /** Whom it calls by name: its proxy lets that out, and the other's policies let it in. */
  private void calls(Workload workload) {
    Proxy proxy = new Proxy(documents, workload);
    for (Call call : Call.named(documents, workload)) {
      findings.unless(
          proxy.past().contains(call.port()) || proxy.knows(call),
          "mesh-egress",
          workload.document(),
          "it calls " + call + ", which its proxy knows nothing of");
      documents.service(call.host()).ifPresent(service -> letsIn(workload, service, call.port()));
    }
  }

  /** Who has no certificate of the mesh is refused by all that have proxies. */
  private void outside(Workload workload) {
    for (Call call : Call.named(documents, workload)) {
      findings.unless(
          documents.service(call.host()).stream()
              .flatMap(service -> documents.selected(service.spec().path("selector")).stream())
              .noneMatch(Workload::injected),
          "mesh-injection",
          workload.document(),
          "it calls " + call + " without a proxy");
    }
  }

  /** The ports of its NetworkPolicies, which also know what is named in secrets only. */
  private void egress(Workload workload) {
    Proxy proxy = new Proxy(documents, workload);
    Set<Integer> open = new TreeSet<>();
    for (Opening opening : Opening.outward(documents, workload)) {
      int port = opening.port().asInt(0);
      if (port == 0 || OF_THE_MESH.contains(port)) {
        continue;
      }
      open.add(port);
      findings.unless(
          proxy.past().contains(port) || proxy.knows(opening),
          "mesh-egress",
          workload.document(),
          "it may call port " + port + ", which its proxy knows nothing of");
    }
    Set<Integer> idle = proxy.past();
    idle.removeAll(open);
    findings.unless(
        idle.isEmpty() || unbound(workload),
        "mesh-egress",
        workload.document(),
        "ports " + idle + " go past its proxy, and it calls none of them");
  }

  private boolean unbound(Workload workload) {
    return Opening.policies(documents, workload).isEmpty();
  }

  private void letsIn(Workload caller, Document service, int port) {
    JsonNode target =
        service
            .spec()
            .path("ports")
            .valueStream()
            .filter(one -> one.path("port").asInt() == port)
            .map(one -> one.path("targetPort"))
            .findFirst()
            .orElse(MissingNode.getInstance());
    String principal =
        "cluster.local/ns/%s/sa/%s"
            .formatted(
                caller.document().namespace(),
                caller.podSpec().path("serviceAccountName").asText());
    for (Workload called : documents.selected(service.spec().path("selector"))) {
      List<JsonNode> operations = new ArrayList<>();
      for (Document policy : documents.of("AuthorizationPolicy")) {
        if (documents.selected(policy.root().at("/spec/selector/matchLabels")).contains(called)) {
          policy
              .spec()
              .path("rules")
              .forEach(rule -> operations.addAll(allowed(rule, principal, called.number(target))));
        }
      }
      findings.unless(
          !operations.isEmpty(),
          "mesh-allowed",
          caller.document(),
          "it calls " + service.name() + ", whose policies do not let " + principal + " in");
      for (Map.Entry<String, String> asked : asked(caller, service)) {
        findings.unless(
            operations.stream()
                .anyMatch(
                    one ->
                        (!one.has("methods")
                                || Surroundings.texts(one.path("methods")).contains(asked.getKey()))
                            && IstioChecks.allows(one, asked.getValue())),
            "mesh-allowed",
            caller.document(),
            "it asks " + service.name() + " for " + asked + ", which no policy lets it");
      }
    }
  }

  private static List<JsonNode> allowed(JsonNode rule, String principal, int port) {
    boolean from = false;
    for (JsonNode one : rule.path("from")) {
      from |= Surroundings.texts(one.at("/source/principals")).contains(principal);
    }
    List<JsonNode> operations = new ArrayList<>();
    for (JsonNode one : rule.path("to")) {
      JsonNode operation = one.path("operation");
      if (from && Surroundings.texts(operation.path("ports")).contains(Integer.toString(port))) {
        operations.add(operation);
      }
    }
    return operations;
  }

  /** Methods and paths of helm test, as its program has them: it reads of the one service only. */
  private static List<Map.Entry<String, String>> asked(Workload caller, Document service) {
    List<Map.Entry<String, String>> asked = new ArrayList<>();
    boolean tests =
        caller.containers().stream()
            .anyMatch(one -> Surroundings.texts(one.path("args")).contains("check"));
    if (tests) {
      Matcher call =
          Pattern.compile("\\b(get|post)\\(\\s*\"(/[^\"?]*)\"( \\+)?")
              .matcher(Checkout.read(Checkout.ROOT.resolve(TESTS)));
      while (call.find()) {
        if (service.name().endsWith(call.group(1).equals("get") ? "-query" : "-command")) {
          asked.add(
              Map.entry(
                  call.group(1).toUpperCase(Locale.ROOT),
                  call.group(3) == null ? call.group(2) : call.group(2) + "any"));
        }
      }
      if (asked.isEmpty()) {
        throw new IllegalStateException(TESTS + " asks " + service + " for nothing");
      }
    }
    return asked;
  }

  /** Who comes from another namespace by a policy of the mesh may also come by the network's. */
  private void ingress(Document policy) {
    for (JsonNode rule : policy.spec().path("rules")) {
      for (JsonNode from : rule.path("from")) {
        for (String principal : Surroundings.texts(from.at("/source/principals"))) {
          String namespace = principal.split("/", -1)[2];
          for (Workload called :
              documents.selected(policy.root().at("/spec/selector/matchLabels"))) {
            for (JsonNode to : rule.path("to")) {
              for (JsonNode port : to.at("/operation/ports")) {
                findings.unless(
                    namespace.equals(policy.namespace())
                        || comesIn(called, namespace, called.name(port)),
                    "mesh-network",
                    policy,
                    "no NetworkPolicy lets " + principal + " come to port " + port);
              }
            }
          }
        }
      }
    }
  }

  private boolean comesIn(Workload called, String namespace, String port) {
    return Opening.inward(documents, called).stream()
        .anyMatch(
            opening ->
                opening.port().asText().equals(port) && opening.namespaces().contains(namespace));
  }

  /** Mutual TLS is asked for on every port of the pod but the agent's. */
  private void metrics(Workload workload) {
    Document document = workload.document();
    String port = workload.annotation("prometheus.io/port");
    boolean merged =
        workload.annotation("prometheus.io/scrape").equals("true")
            && !port.isEmpty()
            && workload.hasPort(TextNode.valueOf(port));
    findings.unless(
        merged, "mesh-metrics", document, "the agent is not told where its metrics are");
    findings.unless(
        workload.annotation("prometheus.istio.io/merge-metrics").equals("true"),
        "mesh-metrics",
        document,
        "whether its metrics are merged is left to the mesh's enablePrometheusMerge");
    findings.unless(
        unbound(workload)
            || Opening.inward(documents, workload).stream()
                .anyMatch(opening -> opening.port().asInt() == AGENT),
        "mesh-metrics",
        document,
        "no NetworkPolicy lets anybody come to its agent, port " + AGENT);
    for (Document monitor : documents.monitors()) {
      for (JsonNode endpoint : monitor.spec().path("podMetricsEndpoints")) {
        boolean moved = false;
        for (JsonNode relabeling : endpoint.path("relabelings")) {
          moved |=
              relabeling.path("targetLabel").asText().equals("__address__")
                  && relabeling.path("regex").asText().endsWith(":15090")
                  && relabeling.path("replacement").asText().endsWith(":" + AGENT);
        }
        findings.unless(
            moved
                && endpoint.path("port").asText().equals("http-envoy-prom")
                && endpoint.path("path").asText().equals("/stats/prometheus"),
            "mesh-metrics",
            monitor,
            "it asks the pod's own port, which wants a certificate of the mesh");
      }
    }
  }

  /** Workers that call each other by the addresses of their pods (istio/connect-destination). */
  private void workers() {
    for (Workload workload : documents.workloads()) {
      String port = Settings.value(documents, workload, "rest.advertised.port");
      if (!workload.injected() || port.isEmpty()) {
        continue;
      }
      int number = Integer.parseInt(port);
      boolean reached = false;
      for (Document service : documents.of("Service")) {
        boolean addresses =
            service.spec().path("clusterIP").asText().equals("None")
                && documents.selected(service.spec().path("selector")).contains(workload);
        for (JsonNode one : service.spec().path("ports")) {
          if (addresses
              && one.path("name").asText().startsWith("tcp")
              && one.path("port").asInt() == number
              && mutual(service)
              && new Proxy(documents, workload).knows(new Call(service.name(), number))) {
            reached = true;
            letsIn(workload, service, number);
          }
        }
      }
      findings.unless(
          reached,
          "mesh-workers",
          workload.document(),
          "its workers call each other's addresses, which no headless Service of TCP, known to"
              + " their proxies and by mutual TLS, has");
    }
  }

  private boolean mutual(Document service) {
    return documents.of("DestinationRule").stream()
        .anyMatch(
            rule ->
                documents.service(rule.spec().path("host").asText()).equals(Optional.of(service))
                    && rule.root()
                        .at("/spec/trafficPolicy/tls/mode")
                        .asText()
                        .equals("ISTIO_MUTUAL"));
  }

  /** Who is believed by the proxy is believed by the service, and may pass the policies. */
  private void issuer() {
    for (Document tokens : documents.of("RequestAuthentication")) {
      for (Workload workload : documents.selected(tokens.root().at("/spec/selector/matchLabels"))) {
        String prefix = "spring.security.oauth2.resourceserver.jwt.";
        for (JsonNode rule : tokens.spec().path("jwtRules")) {
          String audiences = String.join(",", Surroundings.texts(rule.path("audiences")));
          findings.unless(
              rule.path("issuer")
                      .asText()
                      .equals(Settings.value(documents, workload, prefix + "issuer-uri"))
                  && rule.path("jwksUri")
                      .asText()
                      .equals(Settings.value(documents, workload, prefix + "jwk-set-uri"))
                  && audiences.equals(Settings.value(documents, workload, prefix + "audiences")),
              "mesh-issuer",
              tokens,
              "issuer, keys or audiences are not those of " + workload.document());
          for (Document policy : documents.of("AuthorizationPolicy")) {
            policy
                .root()
                .findValues("requestPrincipals")
                .forEach(
                    names ->
                        findings.unless(
                            Surroundings.texts(names)
                                .equals(List.of(rule.path("issuer").asText() + "/*")),
                            "mesh-issuer",
                            policy,
                            names + " are not of the issuer whose tokens are looked at"));
          }
        }
      }
    }
  }

  private void install() {
    documents
        .find("Values", "istiod")
        .ifPresent(
            values ->
                findings.unless(
                    values
                        .root()
                        .at("/spec/meshConfig/pathNormalization/normalization")
                        .asText()
                        .equals("BASE"),
                    "mesh-normalization",
                    values,
                    "paths that hold %2F become others, or policies see what nobody resolved"));
  }

  /** A balancer of EKS that shoppers reach, and that does not hide who they are. */
  private void balancer() {
    String prefix = "service.beta.kubernetes.io/aws-load-balancer-";
    Map<String, String> wanted =
        Map.of(
            prefix + "type", "external",
            prefix + "nlb-target-type", "ip",
            prefix + "scheme", "internet-facing",
            prefix + "target-group-attributes", "preserve_client_ip.enabled=true");
    documents
        .find("Values", "gateway-aws")
        .ifPresent(
            values ->
                findings.unless(
                    Documents.matches(
                        Documents.YAML.valueToTree(wanted),
                        values.root().at("/spec/service/annotations")),
                    "mesh-balancer",
                    values,
                    "the gateway's balancer is none, inside only, or hides the client's address"));
  }

  /** Proxies send their spans where istiod's values say, as the services do. */
  private void collector(Workload workload) {
    Optional<Document> values = documents.find("Values", "istiod");
    if (values.isEmpty() || unbound(workload)) {
      return;
    }
    for (JsonNode provider : values.get().root().at("/spec/meshConfig/extensionProviders")) {
      JsonNode collector = provider.path("opentelemetry");
      if (collector.isMissingNode()) {
        continue;
      }
      String host = collector.path("service").asText();
      Call call = new Call(host, collector.path("port").asInt());
      String namespace = host.split("\\.", -1)[1];
      boolean out =
          Opening.outward(documents, workload).stream()
              .anyMatch(
                  opening ->
                      opening.port().asInt() == call.port()
                          && (opening.peers().isEmpty()
                              || opening.namespaces().contains(namespace)));
      findings.unless(
          out && new Proxy(documents, workload).knows(call),
          "mesh-tracing",
          workload.document(),
          "its proxy cannot send spans to " + call);
      String own = workload.variable("OTEL_EXPORTER_OTLP_ENDPOINT");
      findings.unless(
          own.isEmpty()
              || host.startsWith(Call.URL.matcher(own).replaceFirst("$2").split(":", 2)[0]),
          "mesh-tracing",
          workload.document(),
          "it sends spans to " + own + ", its proxy to " + host);
    }
  }

  /** Engines in the namespace of the mesh take no part in it: their clients go past the proxies. */
  private void engines() {
    for (Document engine : documents.of("Cluster", "Kafka", "KafkaNodePool")) {
      String labels =
          switch (engine.kind()) {
            case "Cluster" -> "/spec/inheritedMetadata/labels";
            case "Kafka" -> "/spec/entityOperator/template/pod/metadata/labels";
            default -> "/spec/template/pod/metadata/labels";
          };
      findings.unless(
          engine.root().at(labels).path(INJECT).asText().equals("false"),
          "mesh-engines",
          engine,
          "its pods get proxies, which refuse clients without a certificate of the mesh");
    }
  }
}
