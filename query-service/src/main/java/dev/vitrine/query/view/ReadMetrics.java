package dev.vitrine.query.view;

import dev.vitrine.contract.view.ViewKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Counts what the levels answer. All counters exist from the start: a read only adds. */
public final class ReadMetrics {
  /** How a level answered. */
  public enum Outcome {
    LIVE,
    GONE,
    ABSENT,
    UNAVAILABLE;

    public static Outcome of(FoundView found) {
      return found.view().gone() ? GONE : LIVE;
    }
  }

  /** What became of a fill. */
  public enum Fill {
    WRITTEN,
    /** The cache holds this version or a newer one. */
    KEPT,
    /** Too many were under way. */
    DROPPED,
    FAILED
  }

  private enum Kind {
    PRODUCT,
    SKU,
    SLUG,
    CATEGORIES,
    LISTING;

    static Kind of(ViewKey key) {
      return switch (key) {
        case ViewKey.Product _ -> PRODUCT;
        case ViewKey.Sku _ -> SKU;
        case ViewKey.Slug _ -> SLUG;
        case ViewKey.Categories _ -> CATEGORIES;
        case ViewKey.Listing _ -> LISTING;
      };
    }
  }

  private final Map<Source, Map<Kind, Map<Outcome, Counter>>> reads;
  private final Map<Fill, Counter> fills;
  private final Map<Source, Counter> corrupted;

  public ReadMetrics(MeterRegistry registry) {
    reads =
        each(
            Source.class,
            source ->
                each(
                    Kind.class,
                    kind ->
                        each(
                            Outcome.class,
                            outcome ->
                                Counter.builder("vitrine.reads")
                                    .description("Views asked of a store")
                                    .tag("kind", tag(kind))
                                    .tag("source", source.text())
                                    .tag("outcome", tag(outcome))
                                    .register(registry))));
    fills =
        each(
            Fill.class,
            fill ->
                Counter.builder("vitrine.fills")
                    .description("Views offered to Redis after a miss")
                    .tag("outcome", tag(fill))
                    .register(registry));
    corrupted =
        each(
            Source.class,
            source ->
                Counter.builder("vitrine.corrupted")
                    .description("Values that no sink can have written")
                    .tag("source", source.text())
                    .register(registry));
  }

  public void read(Source source, ViewKey key, Outcome outcome) {
    find(find(find(reads, source), Kind.of(key)), outcome).increment();
  }

  public void fill(Fill outcome) {
    find(fills, outcome).increment();
  }

  public void corrupted(Source source) {
    find(corrupted, source).increment();
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <K extends Enum<K>, V> Map<K, V> each(Class<K> type, Function<K, V> make) {
    Map<K, V> all = new EnumMap<>(type);
    for (K key : type.getEnumConstants()) {
      all.put(key, make.apply(key));
    }
    return all;
  }

  private static <K extends Enum<K>, V> V find(Map<K, V> all, K key) {
    V value = all.get(key);
    if (value == null) {
      throw new IllegalStateException("not registered: " + key);
    }
    return value;
  }
}
