package dev.vitrine.loadtests.autoscaling;

import static java.util.stream.Collectors.summingInt;

import dev.vitrine.loadtests.autoscaling.Behavior.Percent;
import dev.vitrine.loadtests.autoscaling.Behavior.Pods;
import dev.vitrine.loadtests.autoscaling.Behavior.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * The algorithm of Kubernetes' HorizontalPodAutoscaler, v2: the ratio of what is used to what is
 * wanted, a tolerance around one, stabilisation, and policies. See "Algorithm details" and
 * "Configurable scaling behavior" of Kubernetes' page on horizontal pod autoscaling, and for pods
 * that have just started its {@code replica_calculator.go}.
 */
final class HorizontalAutoscaler {
  /** {@code --horizontal-pod-autoscaler-sync-period}, seconds. */
  static final int PERIOD = 15;

  /** {@code --horizontal-pod-autoscaler-tolerance}. */
  private static final double TOLERANCE = 0.1;

  private final Behavior up;
  private final Behavior down;
  private final int most;
  private final List<Asked> asked = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  HorizontalAutoscaler(Behavior up, Behavior down, int most) {
    this.up = up;
    this.down = down;
    this.most = most;
  }

  private record Asked(int at, int replicas) {}

  private record Change(int at, int replicas) {}

  /**
   * Replicas that a resource metric asks for, such as CPU.
   *
   * @param used of each replica that has been ready for a whole sample, as a share of its request
   * @param starting replicas that have not: they use nothing where there is too much to do, and are
   *     left out where there is too little
   */
  static int byUtilization(List<Double> used, int starting, double target) {
    int current = used.size() + starting;
    if (used.isEmpty()) {
      return current;
    }
    double sum = used.stream().mapToDouble(Double::doubleValue).sum();
    double ratio = sum / used.size() / target;
    boolean withStarting = ratio > 1 && starting > 0;
    if (!withStarting) {
      return isTolerated(ratio) ? current : ceil(ratio * used.size());
    }
    double dampened = sum / current / target;
    return isTolerated(dampened) || dampened < 1
        ? current
        : Math.max(current, ceil(dampened * current));
  }

  /** Replicas that an external metric asks for: so much for each ({@code AverageValue}). */
  static int byAverage(double total, double each, int current) {
    return isTolerated(total / (each * current)) ? current : ceil(total / each);
  }

  private static boolean isTolerated(double ratio) {
    return Math.abs(1 - ratio) <= TOLERANCE;
  }

  private static int ceil(double replicas) {
    return (int) Math.ceil(replicas - 1e-9);
  }

  /**
   * One look.
   *
   * @param now seconds; never less than before
   * @param desired the highest that any metric asks for
   * @return how many there are to be
   */
  int decide(int now, int current, int desired, int least) {
    asked.add(new Asked(now, desired));
    int stable = stabilized(now, current);
    int allowed = stable > current ? Math.min(stable, ceiling(now, current)) : stable;
    if (stable < current) {
      allowed = Math.max(stable, floor(now, current));
    }
    int next = Math.clamp(allowed, least, most);
    if (next != current) {
      changes.add(new Change(now, next - current));
    }
    return next;
  }

  private int stabilized(int now, int current) {
    int atLeast = Integer.MAX_VALUE;
    int atMost = 0;
    for (Asked one : asked) {
      if (now - one.at() < Math.max(1, up.window())) {
        atLeast = Math.min(atLeast, one.replicas());
      }
      if (now - one.at() < Math.max(1, down.window())) {
        atMost = Math.max(atMost, one.replicas());
      }
    }
    return current < atLeast ? atLeast : Math.min(current, atMost);
  }

  /** The most that policies allow: counted from where the policy's period began. */
  private int ceiling(int now, int current) {
    return up.policies().stream()
        .mapToInt(
            policy -> {
              int began = current - changed(now, policy);
              return switch (policy) {
                case Pods(int count, int _) -> began + count;
                case Percent(int share, int _) -> ceil(began * (1 + share / 100.0));
              };
            })
        .max()
        .orElse(current);
  }

  private int floor(int now, int current) {
    return down.policies().stream()
        .mapToInt(
            policy -> {
              int began = current - changed(now, policy);
              return switch (policy) {
                case Pods(int count, int _) -> began - count;
                case Percent(int share, int _) -> (int) (began * (1 - share / 100.0));
              };
            })
        .min()
        .orElse(current);
  }

  private int changed(int now, Policy policy) {
    return changes.stream()
        .filter(change -> change.at() > now - policy.seconds())
        .collect(summingInt(Change::replicas));
  }
}
