package dev.vitrine.connectors.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.connectors.dynamodb.DynamoDbSinkConnector;
import dev.vitrine.connectors.redis.RedisSinkConnector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both connectors say of settings that are Connect's. */
class ConnectSettingsTest {
  private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
  private static final Map<String, String> PLAIN =
      Map.of(
          "redis.url", "redis://127.0.0.1",
          "key.converter", BYTES,
          "value.converter", BYTES,
          "header.converter", BYTES);

  static Stream<ViewSinkConnector> connectors() {
    return Stream.of(new DynamoDbSinkConnector(), new RedisSinkConnector());
  }

  private static List<ConfigValue> refused(
      ViewSinkConnector connector, Map<String, String> further) {
    Map<String, String> props = new HashMap<>(PLAIN);
    props.putAll(further);
    return connector.validate(props).configValues().stream()
        .filter(value -> !value.errorMessages().isEmpty())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("connectors")
  void tolerance_without_a_dead_letter_queue_is_refused_also_where_errors_are_logged(
      ViewSinkConnector connector) {
    for (Map<String, String> further :
        List.of(
            Map.of("errors.tolerance", "all"),
            Map.of("errors.tolerance", "all", "errors.log.enable", "true"),
            Map.of("errors.tolerance", "all", "errors.deadletterqueue.topic.name", " "))) {
      assertThat(refused(connector, further))
          .singleElement()
          .satisfies(
              value -> {
                assertThat(value.name()).isEqualTo("errors.deadletterqueue.topic.name");
                assertThat(value.errorMessages())
                    .singleElement()
                    .asString()
                    .contains("must be set with errors.tolerance=all");
              });
    }
  }

  @ParameterizedTest
  @MethodSource("connectors")
  void tolerance_with_one_or_no_tolerance_is_fine(ViewSinkConnector connector) {
    assertThat(refused(connector, Map.of())).isEmpty();
    assertThat(refused(connector, Map.of("errors.tolerance", "none"))).isEmpty();
    assertThat(
            refused(
                connector,
                Map.of(
                    "errors.tolerance",
                    "all",
                    "errors.deadletterqueue.topic.name",
                    "catalog.views.dead-letters")))
        .isEmpty();
  }
}
