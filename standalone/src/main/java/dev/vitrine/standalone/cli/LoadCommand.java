package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.data.StackState;
import dev.vitrine.standalone.data.StandaloneException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a Gatling simulation against the running stack and tells what came of it.",
      "Exit code 1 when one of its assertions failed."
    })
final class LoadCommand implements Callable<Integer> {
  private static final Pattern REPORT = Pattern.compile("(file://\\S+/index\\.html)");

  /** Gatling's own words, every five seconds: time, requests, and how many users are through. */
  private static final Pattern PROGRESS =
      Pattern.compile(
          "^\\[[#| -]*\\]\\s*[\\d.]+%.*|^> Global .*|^> .*, found .*|^[\\d-]+ .* \\d+s elapsed$");

  /** Five lines of its last table. */
  private static final Pattern SUMMARY =
      Pattern.compile(
          "^> (request count|response time (50|99)th percentile|max response time|mean"
              + " throughput).*");

  /** Which bounds there are, whether they held, and what was measured instead. */
  private static final Pattern ASSERTION =
      Pattern.compile("^\\S.* : (true|false) \\(actual : .*\\)$");

  private static final Pattern HEADING = Pattern.compile("^---- Requests -.*");

  private static final Pattern REASON =
      Pattern.compile("(?:IllegalArgumentException|IllegalStateException): (.*)");

  @Mixin private final DataOption data = new DataOption();

  enum Simulation {
    BROWSE("BrowseSimulation"),
    FLASHSALE("FlashSaleSimulation"),
    ADMINMIX("AdminMixSimulation"),
    FRESHNESS("FreshnessSimulation"),
    SOAK("SoakSimulation"),
    SMOKE("SmokeSimulation");

    private final String type;

    Simulation(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  /** Those of the simulations. Known here, since Maven takes half a minute to come to them. */
  enum Profile {
    SMOKE,
    BASELINE,
    STRESS
  }

  @Parameters(
      paramLabel = "SIMULATION",
      description = "One of ${COMPLETION-CANDIDATES}, in any case.")
  private Simulation simulation = Simulation.BROWSE;

  @Option(
      names = "--profile",
      defaultValue = "smoke",
      description = "One of ${COMPLETION-CANDIDATES}, in any case; default: smoke.")
  private Profile profile = Profile.SMOKE;

  @Option(
      names = "--minutes",
      defaultValue = "60",
      description = "How long soak takes; default: 60.")
  private int minutes = 60;

  @Override
  public Integer call() throws InterruptedException {
    if (minutes < 1) {
      throw new StandaloneException("--minutes is at least 1, not " + minutes);
    }
    StackState state = StackState.ready(data.dir());
    Path log = data.dir().log("load");
    try {
      Process maven = start(state.ports());
      @Nullable String report = follow(maven, log);
      int status = maven.waitFor();
      if (report == null) {
        System.out.println("no report was made; " + log + " has the output");
        return 1;
      }
      System.out.println(status == 0 ? "every assertion held" : "an assertion failed, see " + log);
      System.out.println(report);
      return status == 0 ? 0 : 1;
    } catch (IOException e) {
      throw new StandaloneException("the simulation could not be run: " + e, e);
    }
  }

  private Process start(Ports ports) throws IOException {
    ProcessBuilder maven =
        new ProcessBuilder(
                List.of(
                    DataOption.root().resolve("mvnw").toString(),
                    "-B",
                    "--no-transfer-progress",
                    "-pl",
                    "loadtests",
                    "test-compile",
                    "gatling:test",
                    "-Dgatling.simulationClass=dev.vitrine.loadtests." + simulation.type(),
                    "-Dprofile=" + profile.name().toLowerCase(Locale.ROOT),
                    "-Dminutes=" + minutes,
                    "-Dvitrine.query.url=" + ports.queryUrl(),
                    "-Dvitrine.command.url=" + ports.commandUrl()))
            .directory(DataOption.root().toFile())
            .redirectErrorStream(true);
    // Not among the arguments, which every user of the machine can read.
    maven.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    maven.environment().put("VITRINE_TOKEN", Admin.token(data.dir(), "load"));
    return maven.start();
  }

  /** What of Gatling's words tells how far it is and what came of it. */
  static boolean isShown(String line) {
    return Stream.of(PROGRESS, SUMMARY, ASSERTION).anyMatch(shown -> shown.matcher(line).matches());
  }

  /** Shows how far it is, and writes all of it down. */
  private static @Nullable String follow(Process maven, Path log) throws IOException {
    @Nullable String report = null;
    String reason = "";
    boolean headed = false;
    try (var lines =
            new BufferedReader(
                new InputStreamReader(maven.getInputStream(), StandardCharsets.UTF_8));
        var all =
            Files.newBufferedWriter(
                log,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.write(line + "\n");
        boolean heading = HEADING.matcher(line).matches();
        if (isShown(line) || (heading && !headed)) {
          System.out.println(line);
        }
        headed |= heading;
        Matcher why = REASON.matcher(line);
        if (why.find()) {
          reason = why.group(1);
        }
        Matcher made = REPORT.matcher(line);
        if (made.find()) {
          report = made.group(1);
        }
      }
      if (report == null && !reason.isEmpty()) {
        System.out.println(reason);
      }
    } finally {
      maven.descendants().forEach(ProcessHandle::destroy);
      maven.destroy();
    }
    return report;
  }
}
