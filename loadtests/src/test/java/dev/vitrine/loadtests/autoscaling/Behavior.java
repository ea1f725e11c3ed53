package dev.vitrine.loadtests.autoscaling;

import java.util.List;

/**
 * One direction of {@code spec.behavior} of a HorizontalPodAutoscaler (autoscaling/v2).
 *
 * @param window stabilisation in seconds: of all that was asked for within it the most cautious
 *     counts
 * @param policies of which the one that allows most counts ({@code selectPolicy: Max})
 */
record Behavior(int window, List<Policy> policies) {
  /** What Kubernetes does where nothing is said. */
  static final Behavior UP = new Behavior(0, List.of(new Percent(100, 15), new Pods(4, 15)));

  static final Behavior DOWN = new Behavior(300, List.of(new Percent(100, 15)));

  Behavior {
    policies = List.copyOf(policies);
  }

  /** How many replicas may come or go within some seconds. */
  sealed interface Policy {
    int seconds();
  }

  record Pods(int count, int seconds) implements Policy {}

  record Percent(int share, int seconds) implements Policy {}
}
