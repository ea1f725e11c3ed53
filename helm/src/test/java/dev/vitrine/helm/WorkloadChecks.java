package dev.vitrine.helm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a pod names must exist, and what it is allowed must be little. Names as kube-linter's. */
final class WorkloadChecks {
  /** RFC 6335, 5.1, as Kubernetes asks it of port names. */
  private static final Pattern PORT_NAME =
      Pattern.compile("(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?");

  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(SECRET|PASSWORD|TOKEN|CREDENTIAL|API_?KEY|ACCESS_?KEY).*");
  private static final Pattern OWN_FOLDER = Pattern.compile("/etc/vitrine/[\\w-]+");
  private static final Set<String> HOST_FOLDERS =
      Set.of("/", "/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr");
  private static final Set<String> SAFE_SYSCTLS =
      Set.of("kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies");

  private final Documents documents;
  private final Surroundings around;
  private final Findings findings;

  private WorkloadChecks(Documents documents, Surroundings around, Findings findings) {
    this.documents = documents;
    this.around = around;
    this.findings = findings;
  }

  static void run(Documents documents, Surroundings around, Findings findings) {
    var checks = new WorkloadChecks(documents, around, findings);
    for (Workload workload : documents.workloads()) {
      checks.selector(workload);
      checks.pod(workload);
      checks.volumes(workload);
      for (JsonNode container : workload.containers()) {
        checks.container(workload, container);
        checks.references(workload, container);
        checks.security(workload, container);
        checks.paths(workload, container);
      }
      if (workload.serves()) {
        checks.settings(workload);
        checks.placement(workload);
        checks.end(workload);
      }
    }
  }

  private void selector(Workload workload) {
    Document document = workload.document();
    JsonNode selector = document.root().at("/spec/selector/matchLabels");
    if (workload.serves()) {
      findings.unless(
          !selector.isEmpty() && Documents.matches(selector, workload.labels()),
          "mismatching-selector",
          document,
          "its selector " + selector + " does not match the labels of its pods");
      findings.unless(
          documents.selected(selector).stream().filter(Workload::serves).count() <= 1,
          "mismatching-selector",
          document,
          "its selector "
              + selector
              + " matches pods of others too, and its autoscaler counts them");
    }
    if (document.kind().equals("StatefulSet")) {
      String service = document.spec().path("serviceName").asText();
      findings.unless(
          documents
              .find("Service", service)
              .filter(found -> found.spec().path("clusterIP").asText().equals("None"))
              .isPresent(),
          "stateful-set-service",
          document,
          "there is no headless Service " + service);
    }
    if (document.kind().equals("Job")) {
      findings.unless(
          document.spec().has("ttlSecondsAfterFinished"),
          "job-ttl-seconds-after-finished",
          document,
          "nothing removes it when it has finished");
    }
    if (document.kind().equals("CronJob")) {
      findings.unless(
          !document.root().at("/spec/jobTemplate/spec").has("ttlSecondsAfterFinished"),
          "job-ttl-seconds-after-finished",
          document,
          "its history limits already say how long its jobs stay");
    }
    findings.unless(
        !document.apiVersion().startsWith("extensions/v1beta"),
        "no-extensions-v1beta",
        document,
        document.apiVersion() + " is gone");
  }

  private void pod(Workload workload) {
    Document document = workload.document();
    JsonNode pod = workload.podSpec();
    findings.unless(
        !pod.has("serviceAccount"),
        "deprecated-service-account-field",
        document,
        "serviceAccount is named serviceAccountName now");
    String account = pod.path("serviceAccountName").asText("default");
    findings.unless(
        documents.find("ServiceAccount", account).isPresent(),
        "non-existent-service-account",
        document,
        "there is no ServiceAccount " + account);
    findings.unless(
        pod.path("automountServiceAccountToken").isBoolean()
            && !pod.path("automountServiceAccountToken").asBoolean(),
        "no-token",
        document,
        "it gets a token of the Kubernetes API, which it never calls");
    for (String host : List.of("IPC", "Network", "PID")) {
      findings.unless(
          !pod.path("host" + host).asBoolean(),
          "host-" + host.toLowerCase(Locale.ROOT),
          document,
          "it shares the host's " + host);
    }
    for (JsonNode sysctl : pod.at("/securityContext/sysctls")) {
      findings.unless(
          SAFE_SYSCTLS.contains(sysctl.path("name").asText()),
          "unsafe-sysctls",
          document,
          sysctl.path("name").asText() + " is not safe");
    }
    String priority = pod.path("priorityClassName").asText("");
    findings.unless(
        priority.isEmpty()
            || around.priorityClasses().contains(priority)
            || documents.find("PriorityClass", priority).isPresent(),
        "priority-class",
        document,
        "there is no PriorityClass " + priority);
  }

  private void volumes(Workload workload) {
    Document document = workload.document();
    Set<String> mounted = new HashSet<>();
    Set<String> claims = new HashSet<>();
    document
        .spec()
        .path("volumeClaimTemplates")
        .forEach(claim -> claims.add(claim.at("/metadata/name").asText()));
    Set<String> volumes = new HashSet<>(claims);
    for (JsonNode volume : workload.podSpec().path("volumes")) {
      volumes.add(volume.path("name").asText());
      String host = volume.at("/hostPath/path").asText("");
      findings.unless(
          !host.endsWith("docker.sock"), "docker-sock", document, "it mounts the engine's socket");
      findings.unless(
          !HOST_FOLDERS.contains(host), "sensitive-host-mounts", document, "it mounts " + host);
      if (volume.has("secret")) {
        String name = volume.at("/secret/secretName").asText();
        volume
            .at("/secret/items")
            .forEach(item -> secretKey(document, name, item.path("key").asText()));
        secret(document, name);
      }
      if (volume.has("configMap")) {
        String name = volume.at("/configMap/name").asText();
        configMap(document, name);
        volume
            .at("/configMap/items")
            .forEach(item -> configKey(document, name, item.path("key").asText()));
      }
    }
    for (JsonNode container : workload.containers()) {
      Set<String> paths = new HashSet<>();
      for (JsonNode mount : container.path("volumeMounts")) {
        String name = mount.path("name").asText();
        mounted.add(name);
        findings.unless(
            volumes.contains(name), "volume", document, "there is no volume " + name + " to mount");
        findings.unless(
            paths.add(mount.path("mountPath").asText()),
            "volume",
            document,
            "two volumes at " + mount.path("mountPath").asText());
      }
    }
    volumes.removeAll(mounted);
    findings.unless(volumes.isEmpty(), "volume", document, volumes + " are mounted by nobody");
  }

  private void secret(Document user, String name) {
    findings.unless(
        around.secrets().containsKey(name) || documents.find("Secret", name).isPresent(),
        "secret-exists",
        user,
        "nobody makes the Secret " + name);
  }

  private void secretKey(Document user, String name, String key) {
    Set<String> known = around.secrets().get(name);
    boolean there =
        known != null
            ? known.contains(key)
            : documents
                .find("Secret", name)
                .filter(
                    secret ->
                        secret.root().path("data").has(key)
                            || secret.root().path("stringData").has(key))
                .isPresent();
    findings.unless(there, "secret-exists", user, "the Secret " + name + " has no key " + key);
  }

  private void configMap(Document user, String name) {
    findings.unless(
        documents.find("ConfigMap", name).isPresent(),
        "config-map-exists",
        user,
        "there is no ConfigMap " + name);
  }

  private void configKey(Document user, String name, String key) {
    findings.unless(
        documents
            .find("ConfigMap", name)
            .filter(found -> found.root().path("data").has(key))
            .isPresent(),
        "config-map-exists",
        user,
        "the ConfigMap " + name + " has no key " + key);
  }

  private void container(Workload workload, JsonNode container) {
    Document document = workload.document();
    String image = container.path("image").asText();
    int colon = image.lastIndexOf(':');
    findings.unless(
        image.contains("@sha256:")
            || (colon > image.lastIndexOf('/')
                && colon < image.length() - 1
                && !image.endsWith(":latest")),
        "latest-tag",
        document,
        image + " may be another image tomorrow");
    Set<String> names = new HashSet<>();
    for (JsonNode port : container.path("ports")) {
      String name = port.path("name").asText("");
      findings.unless(
          PORT_NAME.matcher(name).matches() && names.add(name),
          "invalid-target-ports",
          document,
          "'" + name + "' names no port, or two");
      findings.unless(
          port.path("containerPort").asInt() != 22,
          "ssh-port",
          document,
          "nothing here speaks SSH");
    }
    for (String probe : List.of("liveness", "readiness", "startup")) {
      JsonNode asked = container.path(probe + "Probe");
      findings.unless(
          asked.isObject() || !workload.serves(),
          probe + "-port",
          document,
          "it has no " + probe + " probe");
      for (String way : List.of("httpGet", "tcpSocket", "grpc")) {
        if (asked.has(way)) {
          findings.unless(
              Workload.declares(container, asked.at("/" + way + "/port")),
              probe + "-port",
              document,
              "its "
                  + probe
                  + " probe asks "
                  + asked.at("/" + way + "/port")
                  + ", which no port is");
        }
      }
    }
    JsonNode requests = container.at("/resources/requests");
    findings.unless(requests.has("cpu"), "unset-cpu-requirements", document, "it asks for no CPU");
    findings.unless(
        requests.has("memory") && container.at("/resources/limits").has("memory"),
        "unset-memory-requirements",
        document,
        "it asks for no memory, or has no bound");
  }

  private void references(Workload workload, JsonNode container) {
    Document document = workload.document();
    Set<String> names = new HashSet<>();
    for (JsonNode variable : container.path("env")) {
      String name = variable.path("name").asText();
      findings.unless(names.add(name), "duplicate-env-var", document, name + " is set twice");
      findings.unless(
          !variable.has("value")
              || variable.path("value").asText().isEmpty()
              || !SECRET_NAME.matcher(name).matches(),
          "env-var-secret",
          document,
          name + " is written out");
      JsonNode secret = variable.at("/valueFrom/secretKeyRef");
      if (secret.isObject()) {
        secret(document, secret.path("name").asText());
        secretKey(document, secret.path("name").asText(), secret.path("key").asText());
      }
      JsonNode config = variable.at("/valueFrom/configMapKeyRef");
      if (config.isObject()) {
        configMap(document, config.path("name").asText());
        configKey(document, config.path("name").asText(), config.path("key").asText());
      }
      // $(NAME) is only filled in with what was set before.
      for (var used = Pattern.compile("\\$\\((\\w+)\\)").matcher(variable.path("value").asText());
          used.find(); ) {
        findings.unless(
            names.contains(used.group(1)) && !used.group(1).equals(name),
            "env-order",
            document,
            name + " uses " + used.group(1) + ", which is not set before it");
      }
    }
    for (JsonNode from : container.path("envFrom")) {
      if (from.has("secretRef")) {
        secret(document, from.at("/secretRef/name").asText());
      }
      if (from.has("configMapRef")) {
        configMap(document, from.at("/configMapRef/name").asText());
      }
    }
  }

  /**
   * What settings name below our own folder is mounted; connectors' settings name Connect's. A test
   * of a release goes without the token that nobody gave it.
   */
  private void paths(Workload workload, JsonNode container) {
    if (workload.document().kind().equals("Pod")) {
      return;
    }
    StringBuilder texts = new StringBuilder();
    container.path("args").forEach(argument -> texts.append(argument.asText()).append('\n'));
    container.path("env").forEach(one -> texts.append(one.path("value").asText()).append('\n'));
    for (JsonNode volume : workload.podSpec().path("volumes")) {
      String name = volume.at("/configMap/name").asText();
      String named = name.endsWith("-connectors") ? "" : name;
      String more = name.endsWith("-connect") ? name + "ors" : "";
      for (String map : List.of(named, more)) {
        documents
            .find("ConfigMap", map)
            .ifPresent(
                found -> found.root().path("data").forEach(file -> texts.append(file.asText())));
      }
    }
    Set<String> mounted = new HashSet<>();
    container.path("volumeMounts").forEach(one -> mounted.add(one.path("mountPath").asText()));
    for (var path = OWN_FOLDER.matcher(texts); path.find(); ) {
      findings.unless(
          mounted.contains(path.group()),
          "mounted-path",
          workload.document(),
          "its settings name " + path.group() + ", where nothing is mounted");
    }
  }

  private void security(Workload workload, JsonNode container) {
    Document document = workload.document();
    JsonNode own = container.path("securityContext");
    JsonNode pod = workload.podSpec().path("securityContext");
    findings.unless(
        own.path("readOnlyRootFilesystem").asBoolean(),
        "no-read-only-root-fs",
        document,
        "its root can be written");
    findings.unless(
        own.has("allowPrivilegeEscalation") && !own.path("allowPrivilegeEscalation").asBoolean(),
        "privilege-escalation-container",
        document,
        "it may gain privileges");
    findings.unless(
        !own.path("privileged").asBoolean(), "privileged-container", document, "it is privileged");
    findings.unless(
        own.path("runAsNonRoot").asBoolean(pod.path("runAsNonRoot").asBoolean())
            && own.path("runAsUser").asInt(pod.path("runAsUser").asInt(0)) != 0,
        "run-as-non-root",
        document,
        "it may run as root");
    String profile =
        own.at("/seccompProfile/type").asText(pod.at("/seccompProfile/type").asText(""));
    findings.unless(
        List.of("RuntimeDefault", "Localhost").contains(profile),
        "seccomp-profile",
        document,
        "no profile holds it to the usual system calls");
    List<String> dropped = Surroundings.texts(own.at("/capabilities/drop"));
    findings.unless(
        dropped.contains("ALL") || dropped.contains("NET_RAW"),
        "drop-net-raw-capability",
        document,
        "it may make raw packets");
  }

  /** A pod reads its settings once: what changes in one of the files must change the pod. */
  private void settings(Workload workload) {
    Set<String> checksums = new HashSet<>();
    for (var one : workload.template().at("/metadata/annotations").properties()) {
      if (one.getKey().startsWith("checksum/")) {
        checksums.add(one.getValue().asText());
      }
    }
    for (JsonNode volume : workload.podSpec().path("volumes")) {
      String name = volume.at("/configMap/name").asText();
      documents
          .find("ConfigMap", name)
          .ifPresent(
              map ->
                  findings.unless(
                      checksums.contains(checksum(map.root().path("data"))),
                      "settings-checksum",
                      workload.document(),
                      "no annotation checksum/… covers every file of the ConfigMap " + name));
    }
  }

  /** As {@code vitrine.settingsChecksum} of the chart. */
  private static String checksum(JsonNode files) {
    StringBuilder all = new StringBuilder();
    Set<String> names = new TreeSet<>();
    files.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      all.append(name).append('\n').append(files.path(name).asText()).append('\n');
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void placement(Workload workload) {
    Document document = workload.document();
    boolean several = document.spec().path("replicas").asInt(2) > 1;
    boolean spread = false;
    JsonNode anti = workload.podSpec().at("/affinity/podAntiAffinity");
    for (JsonNode term : anti.path("preferredDuringSchedulingIgnoredDuringExecution")) {
      spread |= spreads(workload, term.path("podAffinityTerm"));
    }
    for (JsonNode term : anti.path("requiredDuringSchedulingIgnoredDuringExecution")) {
      spread |= spreads(workload, term);
    }
    findings.unless(
        spread || !several, "no-anti-affinity", document, "its replicas may share a node");
    boolean zones = false;
    for (JsonNode constraint : workload.podSpec().path("topologySpreadConstraints")) {
      zones |=
          !constraint.at("/labelSelector/matchLabels").isEmpty()
              && Documents.matches(constraint.at("/labelSelector/matchLabels"), workload.labels());
    }
    findings.unless(
        zones || !several, "topology-spread", document, "its replicas may share a zone");
  }

  private static boolean spreads(Workload workload, JsonNode term) {
    JsonNode labels = term.at("/labelSelector/matchLabels");
    return term.path("topologyKey").asText().equals("kubernetes.io/hostname")
        && !labels.isEmpty()
        && Documents.matches(labels, workload.labels());
  }

  /** SIGKILL must not come before the pause and the service's own end are over. */
  private void end(Workload workload) {
    Document document = workload.document();
    int pause =
        workload.containers().stream()
            .mapToInt(container -> container.at("/lifecycle/preStop/sleep/seconds").asInt(0))
            .max()
            .orElse(0);
    int shutdown = shutdownSeconds(workload);
    int grace = workload.podSpec().path("terminationGracePeriodSeconds").asInt(30);
    findings.unless(
        grace > pause + shutdown,
        "graceful-termination",
        document,
        grace + " s are no more than " + pause + " s of pause and " + shutdown + " s of shutdown");
    var drain =
        Pattern.compile("\"terminationDrainDuration\":\"(\\d+)s\"")
            .matcher(workload.annotation("proxy.istio.io/config"));
    findings.unless(
        workload.annotation(Proxy.PAST).isEmpty()
            || pause == 0
            || (drain.find() && Integer.parseInt(drain.group(1)) >= pause + shutdown),
        "mesh-drain",
        document,
        "its proxy may end before the calls that it still lets in");
  }

  private int shutdownSeconds(Workload workload) {
    for (JsonNode volume : workload.podSpec().path("volumes")) {
      JsonNode settings =
          documents
              .find("ConfigMap", volume.at("/configMap/name").asText())
              .map(found -> found.root().at("/data/application.yaml"))
              .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
      var found =
          Pattern.compile("timeout-per-shutdown-phase: \"?(\\d+)s").matcher(settings.asText());
      if (found.find()) {
        return Integer.parseInt(found.group(1));
      }
    }
    return 0;
  }
}
