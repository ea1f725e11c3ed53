package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.data.StackState;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.freshness.Freshness;
import dev.vitrine.standalone.freshness.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "freshness",
    mixinStandardHelpOptions = true,
    description = {
      "Renames products at a steady rate (and back at the end) and tells how long each change took",
      "from its acknowledgement until it could be read. Exit code 1 above 150 ms at the median,",
      "above 500 ms at p99, when a change was not seen at all, or when they could not be made",
      "at that rate."
    })
final class FreshnessCommand implements Callable<Integer> {
  private static final Duration MEDIAN = Duration.ofMillis(150);
  private static final Duration P99 = Duration.ofMillis(500);

  /** Of the rate that was asked for. */
  private static final double REACHED = 0.95;

  @Mixin private final DataOption data = new DataOption();

  @Option(names = "--rate", defaultValue = "50", description = "Changes a second; default: 50.")
  private int rate;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "Changes at the same rate before, told but not judged; default: 30.")
  private int warmUp;

  @Option(names = "--seconds", defaultValue = "60", description = "How long; default: 60.")
  private int seconds;

  @Option(
      names = "--replica",
      paramLabel = "URL",
      description = "Another query service; a change counts once every one of them shows it.")
  private List<String> more = List.of();

  @Override
  public Integer call() throws InterruptedException {
    if (rate < 1 || seconds < 1 || warmUp < 0) {
      throw new StandaloneException("--rate and --seconds are at least 1, --warm-up at least 0");
    }
    StackState state = StackState.ready(data.dir());
    List<String> queries = new ArrayList<>(List.of(state.ports().queryUrl()));
    queries.addAll(more);
    var freshness =
        new Freshness(state.ports().commandUrl(), queries, Admin.token(data.dir(), "freshness"));
    List<Latencies> phases =
        freshness.measure(rate, List.of(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds)));
    System.out.println("warm-up, not judged: " + told(phases.getFirst()));
    Latencies found = phases.getLast();
    System.out.println("acknowledged to readable: " + told(found));
    List<String> missed = missed(found);
    missed.forEach(one -> System.out.println("missed: " + one));
    return missed.isEmpty() ? 0 : 1;
  }

  private List<String> missed(Latencies found) {
    List<String> missed = new ArrayList<>();
    if (found.rate() < rate * REACHED) {
      missed.add("%d changes a second were asked for, %.0f made".formatted(rate, found.rate()));
    }
    if (found.percentile(50).compareTo(MEDIAN) > 0) {
      missed.add("p50 is to be at most " + MEDIAN.toMillis() + " ms");
    }
    if (found.percentile(99).compareTo(P99) > 0) {
      missed.add("p99 is to be at most " + P99.toMillis() + " ms");
    }
    if (found.neverSeen() > 0 || found.seen() == 0) {
      missed.add(
          found.neverSeen()
              + " changes were not readable within "
              + Freshness.BOUND.toSeconds()
              + " s");
    }
    if (found.refused() > 0) {
      missed.add(found.refused() + " changes were not acknowledged by the command service");
    }
    return missed;
  }

  private static String told(Latencies found) {
    return "changes/s=%.0f p50=%d ms p90=%d ms p99=%d ms max=%d ms seen=%d never-seen=%d refused=%d"
        .formatted(
            found.rate(),
            found.percentile(50).toMillis(),
            found.percentile(90).toMillis(),
            found.percentile(99).toMillis(),
            found.percentile(100).toMillis(),
            found.seen(),
            found.neverSeen(),
            found.refused());
  }
}
