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
  private final Timer relayLag;
  private final Counter repeats;

  public FoldMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.lag = lag("vitrine.fold.lag", "From the decision of a commit's last event to its views");
    this.relayLag =
        lag("vitrine.relay.lag", "From the decision of a commit's last event to its being relayed");
    this.repeats = registry.counter("vitrine.fold.repeats");
    for (Reason reason : Reason.values()) {
      setAsides(reason); // there from the start: an increase from nothing is none to Prometheus
    }
  }

  private Timer lag(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofMinutes(10))
        .register(registry);
  }

  /**
   * @param decided time of the commit's last event
   * @param relayed time of its record: when Debezium read it
   */
  void folded(Instant decided, Instant relayed) {
    relayLag.record(Duration.between(decided, relayed));
    lag.record(Duration.between(decided, clock.instant()));
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
