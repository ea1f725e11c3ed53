package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** All checks over sets of objects, less the exceptions that have a reason. */
final class Gate {
  static final Surroundings AROUND =
      Surroundings.read(Checkout.HELM.resolve("src/test/resources/surroundings.yaml"));

  /**
   * @param check the finding's
   * @param subject what its subject has to match
   */
  record Excused(String check, Pattern subject, String reason) {
    boolean covers(Finding finding) {
      return finding.check().equals(check) && subject.matcher(finding.subject()).matches();
    }
  }

  static final List<Excused> EXCEPTIONS = exceptions();

  private Gate() {}

  /** What is wrong in each set, exceptions left out. */
  static Map<String, List<Finding>> check(Map<String, Documents> sets) {
    Map<String, List<Finding>> all = new LinkedHashMap<>();
    everything(sets)
        .forEach(
            (name, findings) ->
                all.put(
                    name,
                    findings.stream()
                        .filter(
                            finding ->
                                EXCEPTIONS.stream().noneMatch(known -> known.covers(finding)))
                        .toList()));
    return all;
  }

  /** Exceptions included. */
  static Map<String, List<Finding>> everything(Map<String, Documents> sets) {
    Map<String, Documents> applied = new LinkedHashMap<>();
    sets.forEach((name, documents) -> applied.put(name, documents.without("Values")));
    Map<String, List<Finding>> byNode = NodeTools.validate(applied);
    Map<String, List<Finding>> all = new LinkedHashMap<>();
    sets.forEach(
        (name, documents) -> {
          List<Finding> findings = new ArrayList<>(ours(documents));
          findings.addAll(byNode.getOrDefault(name, List.of()));
          all.put(name, findings);
        });
    return all;
  }

  /** The checks that need no Node. */
  static List<Finding> ours(Documents all) {
    Findings findings = new Findings();
    MeshChecks.run(all, findings);
    Documents documents = all.without("Values");
    FieldChecks.run(documents, findings);
    WorkloadChecks.run(documents, AROUND, findings);
    ReachChecks.run(documents, findings);
    ScalingChecks.run(documents, AROUND, findings);
    HookChecks.run(documents, findings);
    IstioChecks.run(documents, findings);
    EngineChecks.run(documents, findings);
    KafkaChecks.run(documents, findings);
    return findings.all();
  }

  private static List<Excused> exceptions() {
    try {
      List<Excused> all = new ArrayList<>();
      for (JsonNode one :
          Documents.YAML.readTree(
              Checkout.HELM.resolve("src/test/resources/exceptions.yaml").toFile())) {
        all.add(
            new Excused(
                one.path("check").asText(),
                Pattern.compile(one.path("subject").asText()),
                one.path("reason").asText()));
      }
      return List.copyOf(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
