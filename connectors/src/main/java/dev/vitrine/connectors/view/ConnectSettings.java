package dev.vitrine.connectors.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * Checks of settings that belong to Connect and yet decide whether a record can be read, and
 * whether one that cannot is kept. With Connect's default header converter a sequence would arrive
 * as whatever number type fits it, and with a JSON value converter the body would not arrive as it
 * was written. With {@code errors.tolerance=all} and no dead letter queue Connect takes what is set
 * aside and logs it at most, so it would be lost with its offset committed.
 */
public final class ConnectSettings {
  private static final String TOLERANCE = "errors.tolerance";
  private static final String DEAD_LETTERS = "errors.deadletterqueue.topic.name";

  private static final Set<String> PLAIN =
      Set.of(
          "org.apache.kafka.connect.converters.ByteArrayConverter",
          "org.apache.kafka.connect.storage.StringConverter");

  private ConnectSettings() {}

  /** The result of Connect's own validation and these checks, so that all problems come at once. */
  public static Config check(Config validated, Map<String, String> props) {
    List<ConfigValue> values = new ArrayList<>(validated.configValues());
    for (String name : List.of("key.converter", "value.converter", "header.converter")) {
      String problem = problem(name, props.get(name));
      if (problem != null) {
        values.add(new ConfigValue(name, props.get(name), List.of(), List.of(problem)));
      }
    }
    String topic = props.get(DEAD_LETTERS);
    if ("all".equals(props.get(TOLERANCE)) && (topic == null || topic.isBlank())) {
      values.add(
          new ConfigValue(
              DEAD_LETTERS,
              topic,
              List.of(),
              List.of(
                  DEAD_LETTERS
                      + " must be set with errors.tolerance=all: without it, what cannot be stored"
                      + " would be lost; to stop at such a record set errors.tolerance=none")));
    }
    return new Config(values);
  }

  private static @Nullable String problem(String name, @Nullable String converter) {
    if (converter != null && PLAIN.contains(converter)) {
      return null;
    }
    return name
        + " must be org.apache.kafka.connect.converters.ByteArrayConverter, it is "
        + (converter == null ? "not set" : converter);
  }
}
