package dev.vitrine.connectors.view;

import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How a store that is away is retried. */
public record RetryConfig(Duration first, Duration longest, Duration total) {
  private static final String FIRST = "retry.backoff.ms";
  private static final String LONGEST = "retry.backoff.max.ms";
  private static final String TOTAL = "retry.timeout.ms";

  public static ConfigDef define(ConfigDef config) {
    return config
        .define(
            FIRST,
            ConfigDef.Type.LONG,
            100L,
            ConfigDef.Range.between(1, 60_000),
            Importance.LOW,
            "Pause before the first retry; doubles with each further one.")
        .define(
            LONGEST,
            ConfigDef.Type.LONG,
            5_000L,
            ConfigDef.Range.between(1, 60_000),
            Importance.LOW,
            "Longest pause between two retries.")
        .define(
            TOTAL,
            ConfigDef.Type.LONG,
            600_000L,
            ConfigDef.Range.atLeast(0),
            Importance.MEDIUM,
            "How long failures may last before the task stops (and has to be restarted).");
  }

  public static RetryConfig of(AbstractConfig config) {
    return new RetryConfig(
        Duration.ofMillis(config.getLong(FIRST)),
        Duration.ofMillis(config.getLong(LONGEST)),
        Duration.ofMillis(config.getLong(TOTAL)));
  }
}
