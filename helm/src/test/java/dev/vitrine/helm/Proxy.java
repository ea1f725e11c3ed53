package dev.vitrine.helm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the proxy of a workload does with its calls. */
record Proxy(Documents documents, Workload workload) {
  static final String PAST = "traffic.sidecar.istio.io/excludeOutboundPorts";

  /** Ports whose calls it does not see. */
  Set<Integer> past() {
    Set<Integer> ports = new TreeSet<>();
    for (String port : workload.annotation(PAST).split(",", -1)) {
      if (!port.isEmpty()) {
        ports.add(Integer.parseInt(port));
      }
    }
    return ports;
  }

  /**
   * {@code namespace/name} of all that it knows: by a Sidecar of the workload's own, or the
   * default.
   */
  private List<String> hosts() {
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

  boolean knows(Call call) {
    return hosts().stream()
        .anyMatch(
            host -> {
              String namespace = host.substring(0, host.indexOf('/'));
              String name = host.substring(host.indexOf('/') + 1);
              if (!namespace.equals(".")) {
                String[] parts = call.host().split("\\.", -1);
                return name.equals("*") && parts.length > 1 && parts[1].equals(namespace);
              }
              Optional<Document> service = documents.service(call.host());
              return service.isPresent()
                  ? service.equals(documents.service(name))
                      && offers(service.get(), "port", call.port())
                  : matches(name, call.host()) && entry(name, call.port());
            });
  }

  /** Whether it knows anybody whom this lets out and who listens there. */
  boolean knows(Opening opening) {
    return hosts().stream()
        .anyMatch(
            host ->
                host.startsWith("./")
                    ? entry(host.substring(2), opening.port().asInt())
                    : opening.peers().isEmpty()
                        || opening.namespaces().contains(host.substring(0, host.indexOf('/'))));
  }

  private boolean entry(String host, int port) {
    return documents.of("ServiceEntry").stream()
        .anyMatch(
            entry ->
                Surroundings.texts(entry.spec().path("hosts")).contains(host)
                    && offers(entry, "number", port));
  }

  private static boolean offers(Document document, String field, int port) {
    return document.spec().path("ports").valueStream().anyMatch(o -> o.path(field).asInt() == port);
  }

  private static boolean matches(String pattern, String host) {
    return pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : pattern.equals(host);
  }
}
