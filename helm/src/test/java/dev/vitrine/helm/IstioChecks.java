package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Istio's files against each other and against the chart: hosts, ports, subsets, identities. */
final class IstioChecks {
  /** The namespace of the gateway's pods. */
  private static final String GATEWAYS = "istio-ingress";

  private final Documents documents;
  private final Findings findings;

  private IstioChecks(Documents documents, Findings findings) {
    this.documents = documents;
    this.findings = findings;
  }

  static void run(Documents documents, Findings findings) {
    var checks = new IstioChecks(documents, findings);
    documents.of("Gateway").forEach(checks::gateway);
    documents.of("VirtualService").forEach(checks::virtualService);
    documents.of("DestinationRule").forEach(checks::destinationRule);
    documents.of("AuthorizationPolicy").forEach(checks::authorization);
    documents.of("PeerAuthentication").forEach(checks::peers);
    documents.of("RequestAuthentication").forEach(checks::tokens);
    for (String kind : List.of("Sidecar", "EnvoyFilter")) {
      documents
          .of(kind)
          .forEach(one -> checks.selects(one, one.root().at("/spec/workloadSelector/labels")));
    }
    documents
        .of("Telemetry", "PeerAuthentication", "RequestAuthentication", "AuthorizationPolicy")
        .forEach(one -> checks.selects(one, one.root().at("/spec/selector/matchLabels")));
  }

  private void selects(Document document, JsonNode labels) {
    findings.unless(
        labels.isMissingNode()
            || labels.has("istio")
            || labels.path("app").asText().contains("ingress")
            || !documents.selected(labels).isEmpty(),
        "istio-selector",
        document,
        "no pod has the labels " + labels);
  }

  private void gateway(Document gateway) {
    log(gateway);
    for (JsonNode server : gateway.spec().path("servers")) {
      String protocol = server.at("/port/protocol").asText();
      boolean secured =
          !server.at("/tls/credentialName").asText("").isEmpty()
              || server.at("/tls/httpsRedirect").asBoolean();
      findings.unless(
          secured,
          "istio-gateway-tls",
          gateway,
          protocol + " of the gateway is neither TLS nor a redirect to it");
      Set<String> hosts = new HashSet<>(Surroundings.texts(server.path("hosts")));
      for (Document other : documents.of("VirtualService")) {
        hosts.removeIf(
            host ->
                Surroundings.texts(other.spec().path("hosts")).stream()
                    .anyMatch(wanted -> covers(bare(host), wanted)));
      }
      findings.unless(
          hosts.isEmpty(), "istio-gateway-hosts", gateway, "nobody answers for " + hosts);
    }
  }

  /** What it tells, and that the pods beside it tell of the same answers. */
  private void log(Document gateway) {
    Optional<JsonNode> log =
        documents.of("Telemetry").stream()
            .filter(
                telemetry ->
                    telemetry.namespace().equals(GATEWAYS)
                        && telemetry
                            .root()
                            .at("/spec/selector/matchLabels")
                            .equals(gateway.spec().path("selector")))
            .map(telemetry -> telemetry.spec().path("accessLogging"))
            .filter(logging -> !logging.isEmpty())
            .findFirst();
    if (log.isEmpty()) {
      findings.add("istio-gateway-log", gateway, "nothing tells what reached no pod");
      return;
    }
    for (Document ofAll : documents.of("Telemetry")) {
      findings.unless(
          ofAll.spec().has("selector")
              || !ofAll.namespace().equals(gateway.namespace())
              || ofAll.spec().path("accessLogging").equals(log.get()),
          "istio-log-filter",
          ofAll,
          "its log leaves out other answers than the gateway's");
    }
  }

  private static String bare(String host) {
    return host.substring(host.indexOf('/') + 1);
  }

  private static boolean covers(String pattern, String host) {
    return pattern.equals("*")
        || pattern.equals(host)
        || (pattern.startsWith("*.") && host.endsWith(pattern.substring(1)));
  }

  private void virtualService(Document service) {
    List<String> gateways = Surroundings.texts(service.spec().path("gateways"));
    List<String> hosts = Surroundings.texts(service.spec().path("hosts"));
    for (String gateway : gateways) {
      if (gateway.equals("mesh")) {
        continue;
      }
      Optional<Document> found = documents.find("Gateway", bare(gateway));
      findings.unless(
          found.isPresent(), "istio-gateway", service, "there is no Gateway " + gateway);
      found.ifPresent(
          one -> {
            List<String> served = new ArrayList<>();
            one.spec()
                .path("servers")
                .forEach(server -> served.addAll(Surroundings.texts(server.path("hosts"))));
            for (String host : hosts) {
              findings.unless(
                  served.stream().anyMatch(pattern -> covers(bare(pattern), host))
                      || isService(host),
                  "istio-gateway-hosts",
                  service,
                  "the gateway does not answer for " + host);
            }
          });
    }
    if (gateways.isEmpty() || gateways.contains("mesh")) {
      for (String host : hosts) {
        findings.unless(
            !gateways.isEmpty() || isService(host),
            "istio-host",
            service,
            "inside the mesh nobody is called " + host);
      }
    }
    for (String protocol : List.of("http", "tcp", "tls")) {
      for (JsonNode rule : service.spec().path(protocol)) {
        rule(service, rule);
      }
    }
  }

  private void rule(Document service, JsonNode rule) {
    int weights = 0;
    for (JsonNode route : rule.path("route")) {
      weights += route.path("weight").asInt(0);
      destination(service, route.path("destination"));
      allowed(service, rule, route.at("/destination/host").asText());
    }
    findings.unless(
        rule.path("route").size() < 2 || weights == 100,
        "istio-weights",
        service,
        "weights make " + weights + ", not 100");
    if (rule.has("mirror")) {
      destination(service, rule.path("mirror"));
    }
    rule.path("mirrors").forEach(mirror -> destination(service, mirror.path("destination")));
    findings.unless(
        rule.has("route")
            || rule.has("redirect")
            || rule.has("directResponse")
            || rule.has("delegate"),
        "istio-route",
        service,
        "a rule leads nowhere");
    JsonNode retries = rule.path("retries");
    if (retries.path("attempts").asInt(0) > 0) {
      boolean reads = !rule.path("match").isEmpty();
      for (JsonNode match : rule.path("match")) {
        String method = match.at("/method/exact").asText(match.at("/method/regex").asText(""));
        reads &=
            method.matches(
                "GET|HEAD|GET\\|HEAD|HEAD\\|GET|\\^?\\(?(GET|HEAD)(\\|(GET|HEAD))?\\)?\\$?");
      }
      boolean commands = false;
      for (JsonNode route : rule.path("route")) {
        commands |= route.at("/destination/host").asText().contains("-command");
      }
      findings.unless(
          !commands || reads,
          "istio-retries",
          service,
          "a command that is sent twice may act twice");
    }
  }

  /** What is routed to a workload that has policies is of no use unless one of them allows it. */
  private void allowed(Document user, JsonNode rule, String host) {
    List<Workload> called =
        service(host)
            .map(found -> documents.selected(found.spec().path("selector")))
            .orElse(List.of());
    List<JsonNode> operations = new ArrayList<>();
    boolean guarded = false;
    for (Document policy : documents.of("AuthorizationPolicy")) {
      JsonNode labels = policy.root().at("/spec/selector/matchLabels");
      if (called.stream().anyMatch(workload -> documents.selected(labels).contains(workload))) {
        guarded = true;
        for (JsonNode one : policy.spec().path("rules")) {
          one.path("to").forEach(to -> operations.add(to.path("operation")));
        }
      }
    }
    for (JsonNode match : rule.path("match")) {
      String exact = match.at("/uri/exact").asText("");
      String path = exact.isEmpty() ? match.at("/uri/prefix").asText("/") + "*" : exact;
      findings.unless(
          !guarded || operations.stream().anyMatch(one -> allows(one, path)),
          "istio-allowed",
          user,
          "no policy of " + host + " allows " + path);
    }
  }

  static boolean allows(JsonNode operation, String path) {
    return !operation.has("paths")
        || Surroundings.texts(operation.path("paths")).stream()
            .anyMatch(
                allowed ->
                    allowed.equals(path)
                        || (allowed.endsWith("*")
                            && path.startsWith(allowed.substring(0, allowed.length() - 1))));
  }

  private void destination(Document user, JsonNode destination) {
    String host = destination.path("host").asText();
    Optional<Document> service = service(host);
    findings.unless(
        service.isPresent() || isExternal(host), "istio-host", user, "nobody is called " + host);
    JsonNode port = destination.at("/port/number");
    if (service.isPresent() && !port.isMissingNode()) {
      boolean there = false;
      for (JsonNode one : service.get().spec().path("ports")) {
        there |= one.path("port").asInt() == port.asInt();
      }
      findings.unless(there, "istio-port", user, host + " has no port " + port);
    }
    if (service.isPresent() && !destination.has("port")) {
      findings.unless(
          service.get().spec().path("ports").size() == 1,
          "istio-port",
          user,
          host + " has several ports, and the route names none");
    }
    String subset = destination.path("subset").asText("");
    if (!subset.isEmpty()) {
      boolean there = false;
      for (Document rule : documents.of("DestinationRule")) {
        if (sameHost(rule.spec().path("host").asText(), host)) {
          for (JsonNode one : rule.spec().path("subsets")) {
            there |= one.path("name").asText().equals(subset);
          }
        }
      }
      findings.unless(there, "istio-subset", user, host + " has no subset " + subset);
    }
  }

  private void destinationRule(Document rule) {
    String host = rule.spec().path("host").asText();
    Optional<Document> service = service(host);
    findings.unless(
        service.isPresent() || isExternal(host) || host.startsWith("*"),
        "istio-host",
        rule,
        "nobody is called " + host);
    String tls = rule.root().at("/spec/trafficPolicy/tls/mode").asText("");
    boolean strict =
        documents.of("PeerAuthentication").stream()
            .anyMatch(one -> one.root().at("/spec/mtls/mode").asText().equals("STRICT"));
    findings.unless(
        service.isEmpty() || !strict || !List.of("DISABLE", "SIMPLE").contains(tls),
        "istio-mtls-conflict",
        rule,
        "tls " + tls + " to a host that takes mutual TLS only");
    service.ifPresent(
        found -> {
          for (JsonNode subset : rule.spec().path("subsets")) {
            JsonNode labels = subset.path("labels");
            findings.unless(
                documents.selected(found.spec().path("selector")).stream()
                    .anyMatch(workload -> Documents.matches(labels, workload.labels())),
                "istio-subset",
                rule,
                "no pod of " + host + " has the labels " + labels);
          }
        });
  }

  private void authorization(Document policy) {
    List<Workload> chosen = documents.selected(policy.root().at("/spec/selector/matchLabels"));
    for (JsonNode rule : policy.spec().path("rules")) {
      for (JsonNode from : rule.path("from")) {
        for (JsonNode principal : from.at("/source/principals")) {
          principal(policy, principal.asText());
        }
      }
      for (JsonNode to : rule.path("to")) {
        for (JsonNode port : to.at("/operation/ports")) {
          findings.unless(
              chosen.isEmpty() || chosen.stream().anyMatch(workload -> workload.hasPort(port)),
              "istio-port",
              policy,
              "what it guards listens on no port "
                  + port
                  + " (a policy sees the pod's, not the Service's)");
        }
      }
    }
  }

  private void principal(Document policy, String principal) {
    String[] parts = principal.split("/", -1);
    boolean shaped = parts.length == 5 && parts[1].equals("ns") && parts[3].equals("sa");
    findings.unless(
        shaped || principal.equals("*"), "istio-principal", policy, principal + " is no identity");
    if (shaped && parts[2].equals(policy.namespace())) {
      findings.unless(
          documents.find("ServiceAccount", parts[4]).isPresent(),
          "istio-principal",
          policy,
          "there is no ServiceAccount " + parts[4]);
    }
  }

  private void peers(Document peers) {
    findings.unless(
        !List.of("DISABLE", "PERMISSIVE").contains(peers.root().at("/spec/mtls/mode").asText("")),
        "istio-mtls",
        peers,
        "calls without mutual TLS are let in");
    List<Workload> chosen = documents.selected(peers.root().at("/spec/selector/matchLabels"));
    peers
        .spec()
        .path("portLevelMtls")
        .fieldNames()
        .forEachRemaining(
            port ->
                findings.unless(
                    chosen.stream()
                        .anyMatch(
                            one ->
                                one.hasPort(
                                    com.fasterxml.jackson.databind.node.TextNode.valueOf(port))),
                    "istio-port",
                    peers,
                    "nobody listens on port " + port));
  }

  private void tokens(Document tokens) {
    for (JsonNode rule : tokens.spec().path("jwtRules")) {
      findings.unless(
          !rule.path("issuer").asText("").isEmpty()
              && (rule.has("jwksUri") || rule.has("jwks"))
              && !rule.path("audiences").isEmpty(),
          "istio-tokens",
          tokens,
          "a rule without issuer, keys or audiences lets in what the service refuses");
    }
  }

  private boolean isService(String host) {
    return service(host).isPresent() || isExternal(host);
  }

  private boolean sameHost(String left, String right) {
    return left.equals(right)
        || (service(left).isPresent() && service(left).equals(service(right)));
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

  private boolean isExternal(String host) {
    return documents.of("ServiceEntry").stream()
        .flatMap(entry -> Surroundings.texts(entry.spec().path("hosts")).stream())
        .anyMatch(known -> covers(known, host));
  }
}
