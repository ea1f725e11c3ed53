package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A scenario replaces a VirtualService of the base as a whole, so it must say again everything that
 * it does not mean to change. What it means it names in the annotation {@value #CHANGES}: {@code
 * rule.key} for each key of a rule that differs, {@code rule} for a rule that the base has not.
 */
final class ScenarioChecks {
  static final String CHANGES = "vitrine.dev/changes";

  /** What may differ from the base; all else is what a scenario must never lose. */
  private static final Set<String> CHANGEABLE =
      Set.of("route", "fault", "mirror", "mirrorPercentage", "mirrors");

  private static final String CHECK = "scenario";

  private final Document base;
  private final Document scenario;
  private final Findings findings;

  private ScenarioChecks(Document base, Document scenario, Findings findings) {
    this.base = base;
    this.scenario = scenario;
    this.findings = findings;
  }

  static void run(Documents base, Documents scenario, Findings findings) {
    for (Document one : scenario.all()) {
      Document replaced =
          base.all().stream()
              .filter(
                  other ->
                      other.toString().equals(one.toString())
                          && other.namespace().equals(one.namespace()))
              .findFirst()
              .orElse(null);
      if (replaced == null) {
        findings.unless(
            !one.kind().equals("VirtualService"), CHECK, one, "it replaces no routes of the base");
      } else if (one.kind().equals("VirtualService")) {
        new ScenarioChecks(replaced, one, findings).virtualService();
      } else {
        findings.add(CHECK, one, "it replaces what is no routes");
      }
    }
  }

  private void virtualService() {
    findings.unless(
        without(base.spec(), "http").equals(without(scenario.spec(), "http")),
        CHECK,
        scenario,
        "hosts, gateways or other kinds of routes are not those of the base");
    Map<String, JsonNode> mine = rules(scenario);
    Map<String, JsonNode> theirs = rules(base);
    List<String> kept = new ArrayList<>(mine.keySet());
    kept.retainAll(theirs.keySet());
    findings.unless(
        kept.equals(List.copyOf(theirs.keySet())),
        CHECK,
        scenario,
        "of the base's rules " + theirs.keySet() + " it has " + kept);
    Set<String> changes = new TreeSet<>();
    mine.forEach(
        (name, rule) -> {
          JsonNode original = theirs.get(name);
          if (original == null) {
            changes.add(name);
            addition(name, rule);
          } else {
            changed(original, rule).forEach(key -> change(changes, name, key, original, rule));
          }
        });
    Set<String> named = named(scenario);
    findings.unless(
        changes.equals(named), CHECK, scenario, "it names " + named + ", and changes " + changes);
  }

  private void change(
      Set<String> changes, String name, String key, JsonNode original, JsonNode rule) {
    changes.add(name + "." + key);
    findings.unless(
        CHANGEABLE.contains(key),
        CHECK,
        scenario,
        name + "." + key + " is " + rule.path(key) + ", in the base " + original.path(key));
    if (key.equals("route")) {
      findings.unless(!rule.path("route").isEmpty(), CHECK, scenario, name + " goes nowhere");
      Set<JsonNode> bases = new HashSet<>();
      original.path("route").forEach(one -> bases.add(withoutVersion(one)));
      for (JsonNode one : rule.path("route")) {
        findings.unless(
            bases.contains(withoutVersion(one)),
            CHECK,
            scenario,
            name + " goes to " + one + ", in the base to " + original.path("route"));
      }
    }
  }

  /** Istio has answers of its own to what a rule leaves open: no end, and two more tries. */
  private void addition(String name, JsonNode rule) {
    findings.unless(
        rule.has("directResponse") || (rule.has("timeout") && rule.has("retries")),
        CHECK,
        scenario,
        name + " says neither how long nor how often");
  }

  static Set<String> named(Document scenario) {
    return new TreeSet<>(List.of(scenario.annotation(CHANGES).strip().split("\\s+")));
  }

  private Map<String, JsonNode> rules(Document service) {
    Map<String, JsonNode> rules = new LinkedHashMap<>();
    for (JsonNode rule : service.spec().path("http")) {
      findings.unless(
          rules.put(rule.path("name").asText(), rule) == null && rule.has("name"),
          CHECK,
          service,
          "a rule has no name of its own");
    }
    return rules;
  }

  static Set<String> changed(JsonNode original, JsonNode rule) {
    Set<String> keys = new TreeSet<>();
    original.fieldNames().forEachRemaining(keys::add);
    rule.fieldNames().forEachRemaining(keys::add);
    keys.removeIf(key -> original.path(key).equals(rule.path(key)));
    return keys;
  }

  /** Where a route goes, whichever version answers there and how often. */
  private static JsonNode withoutVersion(JsonNode route) {
    ObjectNode copy = without(route, "weight");
    copy.set("destination", without(route.path("destination"), "subset"));
    return copy;
  }

  private static ObjectNode without(JsonNode object, String key) {
    ObjectNode copy = object.deepCopy();
    copy.remove(key);
    return copy;
  }
}
