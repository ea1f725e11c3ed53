package dev.vitrine.loadtests.autoscaling;

import dev.vitrine.loadtests.autoscaling.Behavior.Percent;
import dev.vitrine.loadtests.autoscaling.Behavior.Pods;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Reads of a query service that become ten times as many within ten seconds, and what an autoscaler
 * makes of it. Prints the table of {@code docs/capacity.md}; runs from its source: {@code java
 * loadtests/src/test/java/dev/vitrine/loadtests/autoscaling/FlashSale.java}.
 *
 * <p>Reads go to replicas as these can answer them ({@code LEAST_REQUEST}), and what is more than
 * all can is turned away at once: a queue would make all of them late and none of them answered.
 */
final class FlashSale {
  private static final int BEFORE = 600;
  private static final int RISE = 10;
  private static final int HIGH = 600;
  private static final int FALL = 300;
  private static final int AFTER = 1_500;

  private static final double USUAL = 12_000;
  private static final double SALE = 120_000;

  /** Reads a second of a warm replica behind its proxy, and what it is planned for. */
  private static final double MOST = 10_000;

  private static final double TARGET = 0.6;

  /** A sample covers so many seconds, comes as often, and is so old before it can be asked for. */
  private static final int SAMPLE = 15;

  private static final int SAMPLE_DELAY = 5;

  /**
   * Share of a replica's reads in the seconds after it became ready (docs/performance.md, "Warm-up
   * is most of a first minute"): {second from which it holds, of a thousand}.
   */
  private static final int[][] WARMING = {
    {0, 28}, {4, 81}, {8, 90}, {12, 138}, {16, 381}, {24, 667}, {32, 1_000}
  };

  /** Placing a pod, fetching nothing, and starting its proxy; and half a period of its probe. */
  private static final double PLACING = 5 + 1;

  /** Until the query service is ready, measured side by side (decision 8). */
  private static final double PLAIN = PLACING + 17.1;

  private static final double TRAINED = PLACING + 6.1;

  /** Until a cluster has got another node: an assumption. */
  private static final double NODE = 90;

  private static final Behavior FAST_UP =
      new Behavior(0, List.of(new Percent(300, 15), new Pods(10, 15)));
  private static final Behavior SLOW_DOWN = new Behavior(300, List.of(new Percent(25, 60)));

  private final Plan plan;
  private final HorizontalAutoscaler autoscaler;
  private final List<Replica> replicas = new ArrayList<>();
  private final double[] demand = new double[BEFORE + HIGH + FALL + AFTER];
  private final double[] busy = new double[demand.length];

  private FlashSale(Plan plan) {
    this.plan = plan;
    this.autoscaler = new HorizontalAutoscaler(plan.up(), plan.down(), 60);
    for (int i = 0; i < Math.max(plan.least(), 4); i++) {
      replicas.add(new Replica(-10_000, true));
    }
  }

  /**
   * How replicas come.
   *
   * @param start seconds from the decision to the first read
   * @param warm whether a replica answers as much as it ever will from its first read on
   * @param byReads whether reads a second that reach the gateway are a metric, beside CPU
   * @param least replicas at any time
   */
  record Plan(
      String name,
      double start,
      boolean warm,
      boolean byReads,
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
    int sampled = (now - SAMPLE_DELAY) / SAMPLE * SAMPLE;
    if (sampled < SAMPLE) {
      return;
    }
    int current = replicas.size();
    int steady = (int) replicas.stream().filter(one -> one.readyAt() <= sampled - SAMPLE).count();
    List<Double> used = Collections.nCopies(steady, mean(busy, sampled));
    int desired = HorizontalAutoscaler.byUtilization(used, current - steady, TARGET);
    if (plan.byReads()) {
      double reads = mean(demand, sampled);
      desired = Math.max(desired, HorizontalAutoscaler.byAverage(reads, MOST * TARGET, current));
    }
    int next = autoscaler.decide(now, current, desired, plan.least());
    while (replicas.size() < next) {
      replicas.add(new Replica(now + (int) Math.ceil(plan.start()), plan.warm()));
    }
    while (replicas.size() > next) {
      replicas.removeLast();
    }
  }

  /** Over the sample that ended then. */
  private static double mean(double[] values, int end) {
    double sum = 0;
    for (int at = end - SAMPLE; at < end; at++) {
      sum += values[at];
    }
    return sum / SAMPLE;
  }

  static List<Plan> plans() {
    return List.of(
        plan("plain start, CPU, Kubernetes' pace", PLAIN, false, Behavior.UP, Behavior.DOWN, 3),
        plan("trained start", TRAINED, false, Behavior.UP, Behavior.DOWN, 3),
        plan("… and fast up, slow down", TRAINED, false, FAST_UP, SLOW_DOWN, 3),
        plan("… and by reads a second", TRAINED, true, FAST_UP, SLOW_DOWN, 3),
        new Plan("… and warm when ready (not built)", TRAINED, true, true, FAST_UP, SLOW_DOWN, 3),
        plan("by reads a second, but no node is free", TRAINED + NODE, true, FAST_UP, SLOW_DOWN, 3),
        plan("by reads a second, at least 8", TRAINED, true, FAST_UP, SLOW_DOWN, 8),
        plan("by reads a second, at least 12", TRAINED, true, FAST_UP, SLOW_DOWN, 12));
  }

  static Plan plan(
      String name, double start, boolean byReads, Behavior up, Behavior down, int least) {
    return new Plan(name, start, false, byReads, up, down, least);
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
    System.out.print(table());
  }
}
