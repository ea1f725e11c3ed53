package dev.vitrine.loadtests.autoscaling;

import dev.vitrine.loadtests.autoscaling.Behavior.Percent;
import dev.vitrine.loadtests.autoscaling.Behavior.Pods;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Reads of a query service that become ten times as many within ten seconds, and what an autoscaler
 * makes of it. Prints what {@code docs/capacity.md} shows of it; runs from its source: {@code java
 * loadtests/src/test/java/dev/vitrine/loadtests/autoscaling/FlashSale.java}.
 *
 * <p>Reads go to replicas as these can answer them ({@code LEAST_REQUEST}), and what is more than
 * all can is turned away at once: a queue would make all of them late and none of them answered. It
 * is the proxies that turn away, so a replica counts what it has answered and never what was asked.
 */
final class FlashSale {
  private static final int BEFORE = 600;
  private static final int RISE = 10;
  private static final int HIGH = 600;
  private static final int FALL = 300;
  private static final int AFTER = 1_500;

  private static final double USUAL = 12_000;
  private static final double SALE = 120_000;

  /**
   * Reads a second of a warm replica behind its proxy, which then uses all CPU that it asked for.
   */
  private static final double MOST = 10_000;

  /** The chart's, as {@link #settings} tells; the chart's gate compares. */
  private static final int LEAST = 6;

  private static final int MOST_REPLICAS = 40;
  private static final int CPU_PERCENT = 60;
  private static final int READS = 4_000;
  private static final Behavior FAST_UP =
      new Behavior(0, List.of(new Percent(300, 15), new Pods(10, 15)));
  private static final Behavior SLOW_DOWN =
      new Behavior(300, List.of(new Percent(10, 60), new Pods(1, 60)));

  /** Seconds between two scrapes, and over which a rate is asked for. */
  private static final int SCRAPE = 10;

  private static final int WINDOW = 30;

  /** Of metrics-server: a sample covers so many seconds, comes as often, and is so old at first. */
  private static final int SAMPLE = 15;

  private static final int SAMPLE_DELAY = 5;

  /** Until a scrape can be asked for. */
  private static final int SCRAPE_DELAY = 1;

  /**
   * Share of a replica's reads in the seconds after it became ready (docs/performance.md, "Warm-up
   * is most of a first minute"): {second from which it holds, of a thousand}.
   */
  private static final int[][] WARMING = {
    {0, 28}, {4, 81}, {8, 90}, {12, 138}, {16, 381}, {24, 667}, {32, 1_000}
  };

  /** Placing a pod, fetching nothing, and starting its proxy; and half a period of its probe. */
  static final double PLACING = 5 + 1;

  /** From a container's start until the query service is ready, medians (images/README.md). */
  static final double PLAIN = PLACING + 9.6;

  static final double RECORDED = PLACING + 5.2;

  /** Until a cluster has got another node: an assumption. */
  private static final double NODE = 90;

  private final Plan plan;
  private final HorizontalAutoscaler autoscaler;
  private final List<Replica> replicas = new ArrayList<>();
  private final double[] demand = new double[BEFORE + HIGH + FALL + AFTER];
  private final double[] answers = new double[demand.length];
  private final double[] busy = new double[demand.length];

  private FlashSale(Plan plan) {
    this.plan = plan;
    this.autoscaler = new HorizontalAutoscaler(plan.up(), plan.down(), MOST_REPLICAS);
    for (int i = 0; i < Math.max(plan.least(), 4); i++) {
      replicas.add(new Replica(-10_000, true));
    }
  }

  /** What is asked beside CPU. */
  enum Metric {
    NONE,
    /** Reads a second that replicas have answered: the chart's. */
    ANSWERED,
    /** Reads a second that have come to the gateway. */
    ASKED
  }

  /**
   * How replicas come.
   *
   * @param start seconds from the decision to the first read
   * @param warm whether a replica answers as much as it ever will from its first read on
   * @param least replicas at any time
   */
  record Plan(
      String name,
      double start,
      boolean warm,
      Metric metric,
      Behavior up,
      Behavior down,
      int least) {}

  /**
   * What came of it.
   *
   * @param turnedAway reads of the sale's first ten minutes, a share of one
   * @param whole seconds from the sale's beginning until none is turned away any more
   * @param most replicas at a time
   * @param replicaHours over the whole, with what came before and after the sale
   */
  record Result(double turnedAway, int whole, int most, double replicaHours) {}

  private record Replica(int readyAt, boolean warm) {
    double capacity(int now) {
      if (warm && now >= readyAt) {
        return MOST;
      }
      int share = 0;
      for (int[] step : WARMING) {
        share = now - readyAt >= step[0] ? step[1] : share;
      }
      return MOST * share / 1_000;
    }
  }

  static Result of(Plan plan) {
    return new FlashSale(plan).run();
  }

  private Result run() {
    double away = 0;
    double asked = 0;
    int whole = 0;
    int most = 0;
    long seconds = 0;
    for (int now = 0; now < demand.length; now++) {
      int sale = now - BEFORE;
      demand[now] = demandAt(sale);
      int at = now;
      double capacity = replicas.stream().mapToDouble(replica -> replica.capacity(at)).sum();
      double answered = Math.min(demand[now], capacity);
      answers[now] = answered;
      busy[now] = answered / capacity;
      if (sale >= 0 && sale < HIGH) {
        asked += demand[now];
        away += demand[now] - answered;
      }
      if (answered < demand[now]) {
        whole = sale + 1;
      }
      if (now > 0 && now % HorizontalAutoscaler.PERIOD == 0) {
        scale(now);
      }
      most = Math.max(most, replicas.size());
      seconds += replicas.size();
    }
    return new Result(away / asked, whole, most, seconds / 3_600.0);
  }

  private static double demandAt(int sale) {
    if (sale < 0) {
      return USUAL;
    }
    if (sale < HIGH) {
      return USUAL + (SALE - USUAL) * Math.min(1, (sale + 1.0) / RISE);
    }
    return SALE - (SALE - USUAL) * Math.min(1, (sale - HIGH + 1.0) / FALL);
  }

  private void scale(int now) {
    int current = replicas.size();
    int sampled = (now - SAMPLE_DELAY) / SAMPLE * SAMPLE;
    int scraped = (now - SCRAPE_DELAY) / SCRAPE * SCRAPE;
    if (Math.min(sampled, scraped) < WINDOW) {
      return;
    }
    int steady = (int) replicas.stream().filter(one -> one.readyAt() <= sampled - SAMPLE).count();
    List<Double> used = Collections.nCopies(steady, mean(busy, sampled - SAMPLE, sampled));
    int byCpu = HorizontalAutoscaler.byUtilization(used, current - steady, CPU_PERCENT / 100.0);
    // A rate knows what was between the first scrape in its window and the last.
    int first = scraped - WINDOW + SCRAPE;
    int desired =
        switch (plan.metric()) {
          case NONE -> byCpu;
          case ANSWERED -> Math.max(byCpu, byReads(mean(answers, first, scraped), current));
          case ASKED -> Math.max(byCpu, byReads(mean(demand, first, scraped), current));
        };
    int next = autoscaler.decide(now, current, desired, plan.least());
    while (replicas.size() < next) {
      replicas.add(new Replica(now + (int) Math.ceil(plan.start()), plan.warm()));
    }
    while (replicas.size() > next) {
      replicas.removeLast();
    }
  }

  private static int byReads(double reads, int current) {
    return HorizontalAutoscaler.byAverage(reads, READS, current);
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).sum() / (to - from);
  }

  static List<Plan> plans() {
    return List.of(
        plan("plain start, CPU, Kubernetes' pace", PLAIN, Metric.NONE, Behavior.UP, Behavior.DOWN),
        plan("recorded start", RECORDED, Metric.NONE, Behavior.UP, Behavior.DOWN),
        plan("… and the chart's pace", RECORDED, Metric.NONE, FAST_UP, SLOW_DOWN),
        plan("… and by reads answered: the chart", RECORDED, Metric.ANSWERED, FAST_UP, SLOW_DOWN),
        plan(
            "the chart at Kubernetes' pace", RECORDED, Metric.ANSWERED, Behavior.UP, Behavior.DOWN),
        chart("the chart, at least 3", RECORDED, false, 3),
        chart("the chart, at least 12", RECORDED, false, 12),
        chart("the chart, no node is free", RECORDED + NODE, false, LEAST),
        chart("the chart, warm when ready (not built)", RECORDED, true, LEAST),
        plan("by reads at the gateway (not built)", RECORDED, Metric.ASKED, FAST_UP, SLOW_DOWN),
        plan("… at Kubernetes' pace", RECORDED, Metric.ASKED, Behavior.UP, Behavior.DOWN));
  }

  private static Plan chart(String name, double start, boolean warm, int least) {
    return new Plan(name, start, warm, Metric.ANSWERED, FAST_UP, SLOW_DOWN, least);
  }

  private static Plan plan(String name, double start, Metric metric, Behavior up, Behavior down) {
    return new Plan(name, start, false, metric, up, down, LEAST);
  }

  /** What the chart's autoscaler is told in production, in words that its gate makes of it too. */
  static String settings() {
    return String.format(
        Locale.ROOT,
        """
        | of the chart | |
        |---|---|
        | replicas | %d to %d |
        | for each, whichever asks for more | %,d reads a second, %d %% of its CPU |
        | up | %s |
        | down | %s |
        | scraped every | %d s, a rate over %d s |
        """,
        LEAST,
        MOST_REPLICAS,
        READS,
        CPU_PERCENT,
        words(FAST_UP),
        words(SLOW_DOWN),
        SCRAPE,
        WINDOW);
  }

  private static String words(Behavior behavior) {
    StringJoiner policies = new StringJoiner(" or ");
    for (Behavior.Policy policy : behavior.policies()) {
      policies.add(
          switch (policy) {
            case Percent(int share, int seconds) -> share + " % in " + seconds + " s";
            case Pods(int count, int seconds) -> count + " in " + seconds + " s";
          });
    }
    return policies + ", after " + behavior.window() + " s";
  }

  static String table() {
    StringBuilder lines =
        new StringBuilder(
            """
            | replicas come by | reads turned away in ten minutes | none any more after | most replicas | replica hours |
            |---|---|---|---|---|
            """);
    for (Plan plan : plans()) {
      Result result = of(plan);
      lines.append(
          String.format(
              Locale.ROOT,
              "| %s | %.1f %% | %s | %d | %.1f |%n",
              plan.name(),
              result.turnedAway() * 100,
              result.whole() == 0 ? "–" : result.whole() + " s",
              result.most(),
              result.replicaHours()));
    }
    return lines.toString();
  }

  public static void main(String[] args) {
    System.out.println(settings());
    System.out.print(table());
  }
}
