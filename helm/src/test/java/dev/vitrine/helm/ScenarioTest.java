package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario is the base but for what it says it changes. */
final class ScenarioTest {
  private static final Path ISTIO = Checkout.ROOT.resolve("istio");

  static Stream<Path> scenarios() {
    return Checkout.files(ISTIO.resolve("scenarios"), ".yaml").stream().map(ISTIO::relativize);
  }

  private static Documents base() {
    return GateTest.objects(
        Checkout.files(ISTIO, ".yaml").stream()
            .filter(file -> !file.toString().contains("scenarios"))
            .toList());
  }

  private static Documents scenario(Path file) {
    return GateTest.objects(List.of(ISTIO.resolve(file)));
  }

  private static List<Finding> findings(Documents scenario) {
    Findings findings = new Findings();
    ScenarioChecks.run(base(), scenario, findings);
    return findings.all();
  }

  @Test
  void there_are_scenarios() {
    assertThat(scenarios()).hasSizeGreaterThan(6);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void it_is_the_base_but_for_what_it_names(Path file) {
    assertThat(findings(scenario(file))).isEmpty();
  }

  /** Clients read it as they read the service's own: the API's pages have its type. */
  @Test
  void what_the_gateway_answers_by_itself_is_a_problem_of_the_api() throws IOException {
    int answers = 0;
    for (Path file : scenarios().toList()) {
      for (Document routes : scenario(file).of("VirtualService")) {
        for (JsonNode rule : routes.spec().path("http")) {
          if (rule.has("directResponse")) {
            answers++;
            JsonNode problem =
                Documents.YAML.readTree(rule.at("/directResponse/body/string").asText());
            String api = routes.name().replace("vitrine-", "docs/api/").concat("-service.yaml");
            assertThat(problem.path("status")).isEqualTo(rule.at("/directResponse/status"));
            assertThat(problem.path("type").asText()) // as the services' titles are
                .endsWithIgnoringCase(":" + problem.path("title").asText().replace(' ', '-'));
            assertThat(problem.path("detail").asText()).isNotBlank();
            assertThat(Checkout.read(Checkout.ROOT.resolve(api)))
                .contains("- " + problem.path("type").asText() + "\n");
            assertThat(rule.at("/headers/response/set/content-type").asText())
                .isEqualTo("application/problem+json");
            assertThat(rule.at("/headers/response/set/retry-after").asInt()).isPositive();
          }
        }
      }
    }
    assertThat(answers).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whatever_else_it_loses_is_found(Path file) {
    Map<String, Documents> slips = slips(scenario(file));
    assertThat(slips).hasSizeGreaterThan(20);
    slips.forEach((slip, seeded) -> assertThat(findings(seeded)).as(slip).isNotEmpty());
  }

  /** Every change of one thing that a scenario could be made by mistake, by what it is. */
  private static Map<String, Documents> slips(Documents scenario) {
    Map<String, Documents> slips = new LinkedHashMap<>();
    for (Document one : scenario.of("VirtualService")) {
      Set<String> named = ScenarioChecks.named(one);
      for (int i = 0; i < one.spec().path("http").size(); i++) {
        JsonNode rule = one.spec().path("http").get(i);
        String name = rule.path("name").asText();
        if (!named.contains(name)) {
          for (String key : keys(rule)) {
            ObjectNode lost = one.root().deepCopy();
            ((ObjectNode) lost.at("/spec/http/" + i)).remove(key);
            slips.put(name + " without " + key, replaced(scenario, one, lost));
          }
          ObjectNode more = one.root().deepCopy();
          ((ObjectNode) more.at("/spec/http/" + i)).putObject("headers").put("x", "y");
          slips.put(name + " with headers", replaced(scenario, one, more));
        }
        ObjectNode fewer = one.root().deepCopy();
        ((ArrayNode) fewer.at("/spec/http")).remove(i);
        slips.put("without " + name, replaced(scenario, one, fewer));
      }
      ObjectNode moved = one.root().deepCopy();
      ArrayNode rules = (ArrayNode) moved.at("/spec/http");
      rules.add(rules.remove(rules.size() - 2));
      slips.put("the last two changed about", replaced(scenario, one, moved));
      ObjectNode elsewhere = one.root().deepCopy();
      ((ArrayNode) elsewhere.at("/spec/gateways")).add("mesh");
      slips.put("one more gateway", replaced(scenario, one, elsewhere));
    }
    return slips;
  }

  private static Set<String> keys(JsonNode rule) {
    return ScenarioChecks.changed(Documents.YAML.createObjectNode(), rule);
  }

  private static Documents replaced(Documents scenario, Document old, ObjectNode by) {
    List<Document> all = new ArrayList<>(scenario.all());
    all.set(all.indexOf(old), new Document(by));
    return new Documents(all);
  }
}
