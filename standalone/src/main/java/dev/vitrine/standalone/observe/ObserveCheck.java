package dev.vitrine.standalone.observe;

import dev.vitrine.standalone.data.Pause;
import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Tries every rule and every panel's query on the series of a running stack. */
public final class ObserveCheck implements AutoCloseable {
  private static final Duration EVALUATED = Duration.ofMinutes(2);
  private static final Duration AGAIN = Duration.ofSeconds(2);

  /** Files whose rules ask for what no stack on one machine gives out, and what they need. */
  static final Map<String, String> ELSEWHERE =
      Map.of("gateway.yaml", "a mesh", "backup.yaml", "CloudNativePG");

  private final PrometheusApi prometheus;
  private final Consumer<String> says;
  private int tried;
  private int wrong;
  private int skipped;

  /**
   * @param says gets a line for each that is not as it should be
   */
  public ObserveCheck(String prometheusUrl, Consumer<String> says) {
    this.prometheus = new PrometheusApi(prometheusUrl);
    this.says = says;
  }

  /**
   * @param dashboards their folder
   * @return how many rules and queries have no series or are not well; rules for what is elsewhere
   *     are passed over by name, and are well
   * @throws StandaloneException when Prometheus does not answer
   */
  public int run(Path dashboards) throws InterruptedException {
    try {
      List<PrometheusApi.Rule> rules = evaluated();
      Set<String> there = prometheus.names();
      for (PrometheusApi.Rule rule : rules) {
        if (!rule.health().equals("ok")) {
          tell("rule " + rule.name(), "is " + rule.health() + ": " + rule.error());
        }
        String needs = ELSEWHERE.get(rule.file());
        if (needs != null) {
          skipped++;
          says.accept("SKIPPED  rule " + rule.name() + ": needs " + needs);
        } else {
          attempt("rule " + rule.name(), rule.expression().unfiltered(), there);
        }
        if (rule.firing()) {
          says.accept("fires  rule " + rule.name());
        }
      }
      int rulesTried = tried;
      for (Dashboards.PanelQuery query : Dashboards.queries(dashboards)) {
        attempt(query.place(), query.expression().filled(), there);
      }
      says.accept(
          "%d rules, %d queries of dashboards, %d without series; %d rules skipped"
              .formatted(rulesTried, tried - rulesTried, wrong, skipped));
      if (rulesTried == 0 || tried == rulesTried) {
        tell("the check", "found no rules or no dashboards");
      }
      return wrong;
    } catch (IOException e) {
      throw new StandaloneException(
          "Prometheus does not answer; a stack that is up --observe has one (" + e + ")", e);
    }
  }

  /** Writes the names of all metrics there are, one a line, without those that rules record. */
  public void writeNames(Path file) throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>(prometheus.names());
    names.removeIf(
        name -> name.contains(":") || name.equals("ALERTS") || name.startsWith("ALERTS_"));
    Files.write(file, names);
  }

  /** The rules, once each was evaluated. */
  private List<PrometheusApi.Rule> evaluated() throws IOException, InterruptedException {
    long until = System.nanoTime() + EVALUATED.toNanos();
    List<PrometheusApi.Rule> rules = prometheus.rules();
    while (rules.stream().anyMatch(rule -> rule.health().equals("unknown"))
        && System.nanoTime() < until) {
      Pause.of(AGAIN);
      rules = prometheus.rules();
    }
    return rules;
  }

  private void attempt(String what, Expression expression, Set<String> there)
      throws InterruptedException {
    tried++;
    Set<String> missing = new TreeSet<>(expression.names());
    missing.removeAll(there);
    if (!missing.isEmpty()) {
      tell(what, "names what is not there: " + missing);
      return;
    }
    try {
      if (prometheus.series(expression) == 0) {
        tell(what, "has no series: " + expression.text());
      }
    } catch (IOException e) {
      tell(what, "is refused: " + e.getMessage());
    }
  }

  private void tell(String what, String why) {
    wrong++;
    says.accept("WRONG  " + what + " " + why);
  }

  @Override
  public void close() {
    prometheus.close();
  }
}
