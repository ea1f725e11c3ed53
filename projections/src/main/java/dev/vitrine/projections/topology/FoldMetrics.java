package dev.vitrine.projections.topology;

import dev.vitrine.projections.fold.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What operators watch of the fold. */
public final class FoldMetrics {
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Timer lag;
  private final Counter repeats;

  public FoldMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.lag =
        Timer.builder("vitrine.fold.lag")
            .description("From the decision of a commit's last event to its views")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofMinutes(10))
            .register(registry);
    this.repeats = registry.counter("vitrine.fold.repeats");
    for (Reason reason : Reason.values()) {
      setAsides(reason); // there from the start: an increase from nothing is none to Prometheus
    }
  }

  /**
   * @param time of the commit's last event, an ISO-8601 instant
   */
  void folded(String time) {
    lag.record(Duration.between(Instant.parse(time), clock.instant()));
  }

  void repeated() {
    repeats.increment();
  }

  void setAside(Reason reason) {
    setAsides(reason).increment();
  }

  private Counter setAsides(Reason reason) {
    return registry.counter("vitrine.fold.set.aside", "reason", reason.code());
  }
}
