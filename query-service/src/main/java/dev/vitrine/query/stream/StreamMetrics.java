package dev.vitrine.query.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Counts streams. */
final class StreamMetrics implements Consumer<StreamMetrics.Event> {
  enum Event {
    OPENED,
    CLOSED,
    /** It did not read fast enough. */
    CUT_OFF
  }

  private final Map<Event, Counter> counters = new EnumMap<>(Event.class);

  StreamMetrics(MeterRegistry registry) {
    for (Event event : Event.values()) {
      counters.put(
          event,
          Counter.builder("vitrine.streams")
              .description("Streams of changes")
              .tag("event", event.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .register(registry));
    }
  }

  @Override
  public void accept(Event event) {
    Counter counter = counters.get(event);
    if (counter != null) {
      counter.increment();
    }
  }
}
