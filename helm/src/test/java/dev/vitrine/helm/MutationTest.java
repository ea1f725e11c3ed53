package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each seeded defect of mutations.yaml is caught, by the check that is meant to catch it. */
final class MutationTest {
  private static final Map<String, JsonNode> MUTATIONS = mutations();
  private static Map<String, List<Finding>> found = Map.of();
  private static List<Finding> before = List.of();

  @BeforeAll
  static void seed() {
    Documents everything =
        Engines.render(Checkout.CHART.resolve("ci/everything-values.yaml"))
            .and(
                Documents.parse(
                    Checkout.read(Checkout.HELM.resolve("src/test/resources/istio-sample.yaml"))));
    Map<String, Documents> sound =
        Map.of(
            "everything",
            everything,
            "mesh",
            GateTest.mesh(),
            "operators",
            GateTest.operators(),
            "canary",
            GateTest.canary().with(GateTest.scenario("canary-query-90-10.yaml")));
    Map<String, Documents> sets = new LinkedHashMap<>(sound);
    MUTATIONS.forEach(
        (name, mutation) ->
            sets.put(
                name,
                mutate(
                    Objects.requireNonNull(sound.get(mutation.path("in").asText("everything"))),
                    mutation)));
    found = Gate.check(sets);
    before =
        sound.keySet().stream()
            .flatMap(name -> found.getOrDefault(name, List.of()).stream())
            .toList();
  }

  static Stream<Arguments> seeded() {
    return MUTATIONS.entrySet().stream()
        .map(one -> Arguments.of(one.getKey(), one.getValue().path("caught-by").asText()));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("seeded")
  void is_caught(String name, String check) {
    Set<String> checks = new TreeSet<>();
    found.getOrDefault(name, List.of()).forEach(finding -> checks.add(finding.check()));
    System.out.printf("%-50s %s%n", name, checks);
    assertThat(checks).as(name).contains(check);
  }

  @Test
  void nothing_is_found_where_nothing_was_seeded() {
    assertThat(before).isEmpty();
    assertThat(MUTATIONS).hasSizeGreaterThan(40);
  }

  /** The table of helm/README.md, and nothing it leaves out. */
  @Test
  void every_default_check_of_kube_linter_catches_something() {
    Set<String> inTable = new TreeSet<>();
    boolean table = false;
    for (String line : Checkout.read(Checkout.HELM.resolve("README.md")).lines().toList()) {
      table = line.startsWith("| kube-linter") || (table && line.startsWith("|"));
      if (table && line.startsWith("| `")) {
        inTable.add(line.substring(3, line.indexOf('`', 3)));
      }
    }
    Set<String> caught = new TreeSet<>();
    MUTATIONS.values().forEach(one -> caught.add(one.path("caught-by").asText()));
    assertThat(inTable).hasSize(31);
    assertThat(caught).containsAll(inTable);
  }

  private static Documents mutate(Documents sound, JsonNode mutation) {
    List<Document> mutated = new ArrayList<>();
    boolean met = false;
    for (Document document : sound.all()) {
      if (!document.toString().equals(mutation.path("of").asText())) {
        mutated.add(document);
        continue;
      }
      met = true;
      if (mutation.has("at")) {
        ObjectNode copy = document.root().deepCopy();
        change(copy, JsonPointer.compile(mutation.path("at").asText()), mutation);
        assertThat(copy).as(mutation.toString()).isNotEqualTo(document.root());
        mutated.add(new Document(copy));
      }
    }
    assertThat(met).as("there is " + mutation.path("of")).isTrue();
    return new Documents(mutated);
  }

  private static void change(ObjectNode root, JsonPointer at, JsonNode mutation) {
    JsonNode parent = root.at(at.head());
    if (mutation.has("append")) {
      ((ArrayNode) root.at(at)).add(mutation.path("append"));
    } else if (parent instanceof ArrayNode list) {
      if (mutation.has("to")) {
        list.set(at.last().getMatchingIndex(), mutation.path("to"));
      } else {
        list.remove(at.last().getMatchingIndex());
      }
    } else if (parent instanceof ObjectNode object) {
      if (mutation.has("to")) {
        object.set(at.last().getMatchingProperty(), mutation.path("to"));
      } else {
        object.remove(at.last().getMatchingProperty());
      }
    } else {
      throw new IllegalArgumentException(at + " leads nowhere: " + mutation);
    }
  }

  private static Map<String, JsonNode> mutations() {
    try {
      Map<String, JsonNode> all = new LinkedHashMap<>();
      for (JsonNode one :
          Documents.YAML.readTree(
              Checkout.HELM.resolve("src/test/resources/mutations.yaml").toFile())) {
        assertThat(all.put(one.path("name").asText(), one)).isNull();
      }
      return all;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
