package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether the chart and the mesh's files fit: what a pod calls its proxy knows or is left out of,
 * and whom it calls lets it in. Without a Sidecar among the objects there is nothing to compare.
 */
final class MeshChecks {
  static final String PAST_THE_PROXY = "traffic.sidecar.istio.io/excludeOutboundPorts";
  static final String INJECT = "sidecar.istio.io/inject";
  private static final String NATIVE = "sidecar.istio.io/nativeSidecar";

  /** Where the proxy's agent merges the metrics of its pod with its own. */
  static final int AGENT = 15020;

  private static final String HOST = "([a-z0-9][a-z0-9.-]*)";
  private static final Pattern URL =
      Pattern.compile("(https?|jdbc:postgresql)://" + HOST + "(?::(\\d+))?");
  private static final Pattern BROKERS =
      Pattern.compile("bootstrap[.-]servers[=:] *\"?([^\\s\"]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern SETTING =
      Pattern.compile("^([\\w.-]+?)(?:=|: )\"?([^\"\\n]*)\"?$", Pattern.MULTILINE);

  /** Of DNS, which goes past every proxy, and of istiod, which the proxy itself calls. */
  private static final Set<Integer> OF_THE_MESH = Set.of(53, 15012);

  /**
   * @param host as the caller names it
   */
  private record Call(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

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
    checks.engines();
    documents.of("AuthorizationPolicy").forEach(checks::ingress);
  }

  /** Whom it calls by name: its proxy lets that out, and the other's policies let it in. */
  private void calls(Workload workload) {
    for (Call call : named(workload)) {
      findings.unless(
          past(workload).contains(call.port()) || known(workload, call),
          "mesh-egress",
          workload.document(),
          "it calls " + call + ", which its proxy knows nothing of");
      service(call.host()).ifPresent(service -> letsIn(workload, service, call.port()));
    }
  }

  /** Who has no certificate of the mesh is refused by all that have proxies. */
  private void outside(Workload workload) {
    for (Call call : named(workload)) {
      findings.unless(
          service(call.host()).stream()
              .flatMap(service -> documents.selected(service.spec().path("selector")).stream())
              .noneMatch(Workload::injected),
          "mesh-injection",
          workload.document(),
          "it calls " + call + " without a proxy");
    }
  }

  private List<Call> named(Workload workload) {
    List<Call> calls = new ArrayList<>();
    String texts = texts(workload);
    for (Matcher url = URL.matcher(texts); url.find(); ) {
      int usual =
          switch (url.group(1)) {
            case "http" -> 80;
            case "https" -> 443;
            default -> 5432;
          };
      calls.add(
          new Call(url.group(2), url.group(3) == null ? usual : Integer.parseInt(url.group(3))));
    }
    for (Matcher brokers = BROKERS.matcher(texts); brokers.find(); ) {
      for (String broker : brokers.group(1).split(",", -1)) {
        int colon = broker.lastIndexOf(':');
        calls.add(
            new Call(broker.substring(0, colon), Integer.parseInt(broker.substring(colon + 1))));
      }
    }
    String region = workload.variable("AWS_REGION");
    if (!region.isEmpty()) {
      for (String host : List.of("dynamodb.", "sts.", "111122223333.ddb.")) {
        calls.add(new Call(host + region + ".amazonaws.com", 443));
      }
    }
    return calls;
  }

  /** Arguments, variables and mounted settings. */
  private String texts(Workload workload) {
    StringBuilder texts = new StringBuilder();
    for (JsonNode container : workload.containers()) {
      container.path("args").forEach(one -> texts.append(one.asText()).append('\n'));
      container.path("env").forEach(one -> texts.append(one.path("value").asText()).append('\n'));
    }
    settings(workload).forEach(text -> texts.append(text).append('\n'));
    return texts.toString();
  }

  private Stream<String> settings(Workload workload) {
    List<String> files = new ArrayList<>();
    for (JsonNode volume : workload.podSpec().path("volumes")) {
      documents
          .find("ConfigMap", volume.at("/configMap/name").asText())
          .ifPresent(map -> map.root().path("data").forEach(file -> files.add(file.asText())));
    }
    return files.stream();
  }

  private String setting(Workload workload, String key) {
    return settings(workload)
        .flatMap(file -> SETTING.matcher(file).results())
        .filter(found -> found.group(1).equals(key))
        .map(found -> found.group(2))
        .findFirst()
        .orElse("");
  }

  /** The ports of its NetworkPolicies, which also know what is named in secrets only. */
  private void egress(Workload workload) {
    Set<Integer> open = new TreeSet<>();
    for (Document policy : policies(workload)) {
      for (JsonNode rule : policy.spec().path("egress")) {
        for (JsonNode port : rule.path("ports")) {
          int number = port.path("port").asInt(0);
          if (number == 0 || OF_THE_MESH.contains(number)) {
            continue;
          }
          open.add(number);
          findings.unless(
              past(workload).contains(number) || knowsPort(workload, number, rule.path("to")),
              "mesh-egress",
              workload.document(),
              "it may call port " + number + ", which its proxy knows nothing of");
        }
      }
    }
    Set<Integer> idle = past(workload);
    idle.removeAll(open);
    findings.unless(
        idle.isEmpty() || policies(workload).isEmpty(),
        "mesh-egress",
        workload.document(),
        "ports " + idle + " go past its proxy, and it calls none of them");
  }

  private List<Document> policies(Workload workload) {
    return documents.of("NetworkPolicy").stream()
        .filter(
            policy ->
                documents
                    .selected(policy.root().at("/spec/podSelector/matchLabels"))
                    .contains(workload))
        .toList();
  }

  private static Set<Integer> past(Workload workload) {
    Set<Integer> ports = new TreeSet<>();
    for (String port : workload.annotation(PAST_THE_PROXY).split(",", -1)) {
      if (!port.isEmpty()) {
        ports.add(Integer.parseInt(port));
      }
    }
    return ports;
  }

  /**
   * {@code namespace/name} of all that its proxy knows: by a Sidecar of its own, or the default.
   */
  private List<String> hosts(Workload workload) {
    List<Document> all = documents.of("Sidecar");
    Stream<Document> own =
        all.stream()
            .filter(
                one ->
                    documents
                        .selected(one.root().at("/spec/workloadSelector/labels"))
                        .contains(workload));
    Stream<Document> byDefault = all.stream().filter(one -> !one.spec().has("workloadSelector"));
    return Stream.concat(own, byDefault)
        .limit(1)
        .flatMap(one -> one.spec().path("egress").valueStream())
        .flatMap(egress -> Surroundings.texts(egress.path("hosts")).stream())
        .toList();
  }

  private boolean known(Workload workload, Call call) {
    return hosts(workload).stream()
        .anyMatch(
            host -> {
              String namespace = host.substring(0, host.indexOf('/'));
              String name = host.substring(host.indexOf('/') + 1);
              if (!namespace.equals(".")) {
                String[] parts = call.host().split("\\.", -1);
                return name.equals("*") && parts.length > 1 && parts[1].equals(namespace);
              }
              Optional<Document> service = service(call.host());
              return service.isPresent()
                  ? service.equals(service(name)) && offers(service.get(), call.port())
                  : matches(name, call.host()) && entry(name, call.port());
            });
  }

  private boolean knowsPort(Workload workload, int port, JsonNode peers) {
    Set<String> namespaces = new TreeSet<>();
    peers.forEach(peer -> namespaces.add(namespace(peer)));
    return hosts(workload).stream()
        .anyMatch(
            host ->
                host.startsWith("./")
                    ? entry(host.substring(2), port)
                    : peers.isEmpty() || namespaces.contains(host.substring(0, host.indexOf('/'))));
  }

  private boolean entry(String host, int port) {
    return documents.of("ServiceEntry").stream()
        .anyMatch(
            entry ->
                Surroundings.texts(entry.spec().path("hosts")).contains(host)
                    && offers(entry, port));
  }

  private static boolean offers(Document service, int port) {
    for (JsonNode one : service.spec().path("ports")) {
      if (one.path(service.kind().equals("Service") ? "port" : "number").asInt() == port) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String pattern, String host) {
    return pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : pattern.equals(host);
  }

  private Optional<Document> service(String host) {
    String[] parts = host.split("\\.", -1);
    boolean ours = parts.length < 3 || parts[2].equals("svc");
    return ours
        ? documents
            .find("Service", parts[0])
            .filter(found -> parts.length == 1 || parts[1].equals(found.namespace()))
        : Optional.empty();
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
      boolean allowed = false;
      for (Document policy : documents.of("AuthorizationPolicy")) {
        if (documents.selected(policy.root().at("/spec/selector/matchLabels")).contains(called)) {
          for (JsonNode rule : policy.spec().path("rules")) {
            allowed |= allows(rule, principal, called.number(target));
          }
        }
      }
      findings.unless(
          allowed,
          "mesh-allowed",
          caller.document(),
          "it calls " + service.name() + ", whose policies do not let " + principal + " in");
    }
  }

  private static boolean allows(JsonNode rule, String principal, int port) {
    boolean from = false;
    for (JsonNode one : rule.path("from")) {
      from |= Surroundings.texts(one.at("/source/principals")).contains(principal);
    }
    boolean to = false;
    for (JsonNode one : rule.path("to")) {
      to |= Surroundings.texts(one.at("/operation/ports")).contains(Integer.toString(port));
    }
    return from && to;
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
    for (Document policy : policies(called)) {
      for (JsonNode rule : policy.spec().path("ingress")) {
        boolean from = false;
        for (JsonNode peer : rule.path("from")) {
          from |= namespace(peer).equals(namespace);
        }
        for (JsonNode one : rule.path("ports")) {
          if (from && one.path("port").asText().equals(port)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static String namespace(JsonNode peer) {
    return peer.at("/namespaceSelector/matchLabels/kubernetes.io~1metadata.name").asText();
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
    boolean scraped = false;
    for (Document policy : policies(workload)) {
      for (JsonNode rule : policy.spec().path("ingress")) {
        for (JsonNode one : rule.path("ports")) {
          scraped |= one.path("port").asInt() == AGENT;
        }
      }
    }
    findings.unless(
        scraped || policies(workload).isEmpty(),
        "mesh-metrics",
        document,
        "no NetworkPolicy lets anybody come to its agent, port " + AGENT);
    for (Document monitor : documents.of("PodMonitor")) {
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
      String port = setting(workload, "rest.advertised.port");
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
              && known(workload, new Call(service.name(), number))) {
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
                service(rule.spec().path("host").asText()).equals(Optional.of(service))
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
              rule.path("issuer").asText().equals(setting(workload, prefix + "issuer-uri"))
                  && rule.path("jwksUri").asText().equals(setting(workload, prefix + "jwk-set-uri"))
                  && audiences.equals(setting(workload, prefix + "audiences")),
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

  /** Proxies send their spans where istiod's values say, as the services do. */
  private void collector(Workload workload) {
    Optional<Document> values = documents.find("Values", "istiod");
    if (values.isEmpty() || policies(workload).isEmpty()) {
      return;
    }
    for (JsonNode provider : values.get().root().at("/spec/meshConfig/extensionProviders")) {
      JsonNode collector = provider.path("opentelemetry");
      if (collector.isMissingNode()) {
        continue;
      }
      String host = collector.path("service").asText();
      boolean out = false;
      for (Document policy : policies(workload)) {
        for (JsonNode rule : policy.spec().path("egress")) {
          boolean there = rule.path("to").isEmpty();
          for (JsonNode peer : rule.path("to")) {
            there |= namespace(peer).equals(host.split("\\.", -1)[1]);
          }
          for (JsonNode port : rule.path("ports")) {
            out |= there && port.path("port").asInt() == collector.path("port").asInt();
          }
        }
      }
      Call call = new Call(host, collector.path("port").asInt());
      findings.unless(
          out && known(workload, call),
          "mesh-tracing",
          workload.document(),
          "its proxy cannot send spans to " + call);
      String own = workload.variable("OTEL_EXPORTER_OTLP_ENDPOINT");
      findings.unless(
          own.isEmpty() || host.startsWith(URL.matcher(own).replaceFirst("$2").split(":", 2)[0]),
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
