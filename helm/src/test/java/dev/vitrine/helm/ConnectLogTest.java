package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A line of Connect's log as the chart has it written: docs/observability.md, "Log lines". */
final class ConnectLogTest {
  private static final Logger SINK =
      LoggerFactory.getLogger("dev.vitrine.connectors.view.Delivery");

  @Test
  void what_a_sink_sets_aside_names_its_product_and_its_trace(@TempDir Path folder)
      throws IOException {
    JsonNode line =
        line(
            folder,
            () -> {
              try (var _ = MDC.putCloseable("connector.context", "[vitrine-redis|task-0] ")) {
                SINK.atError()
                    .addKeyValue("product", "lamp")
                    .addKeyValue("traceId", "4bf92f3577b34da6a3ce929d0e0e4736")
                    .log("Set aside {}", "catalog.views-3@7: \"too large\"\nfor ever");
              }
            });
    assertThat(line.path("product").asText()).isEqualTo("lamp");
    assertThat(line.path("traceId").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(line.path("connector").asText()).startsWith("[vitrine-redis|task-0]");
    assertThat(line.path("message").asText())
        .isEqualTo("Set aside catalog.views-3@7: \"too large\"\nfor ever");
    assertThat(line.at("/log/level").asText()).isEqualTo("ERROR");
    assertThat(line.at("/log/logger").asText()).isEqualTo(SINK.getName());
    assertThat(line.at("/service/name").asText()).isEqualTo("vitrine-connect");
    assertThat(line.at("/process/thread/name").asText()).isNotEmpty();
    assertThat(line.path("@timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
  }

  @Test
  void an_exception_is_three_fields_of_one_line(@TempDir Path folder) throws IOException {
    JsonNode line =
        line(folder, () -> SINK.error("it failed", new IllegalStateException("no such table")));
    assertThat(line.at("/error/type").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(line.at("/error/message").asText()).isEqualTo("no such table");
    assertThat(line.at("/error/stack_trace").asText()).contains("\tat " + getClass().getName());
    assertThat(line.has("product")).isFalse();
    assertThat(line.has("traceId")).isFalse();
  }

  /** By the files of the rendered chart, which name each other by where they are mounted. */
  private static JsonNode line(Path folder, Runnable logs) throws IOException {
    JsonNode files =
        Engines.render(Checkout.CHART.resolve("ci/minimal-values.yaml"))
            .find("ConfigMap", "vitrine-connect")
            .orElseThrow()
            .root()
            .path("data");
    String layout = "file:/etc/vitrine/settings/log-line.json";
    String settings = files.path("log4j2.properties").asText();
    assertThat(settings).contains(layout);
    Path line =
        Files.writeString(folder.resolve("log-line.json"), files.path("log-line.json").asText());
    Path config =
        Files.writeString(
            folder.resolve("log4j2.properties"), settings.replace(layout, line.toUri().toString()));

    var written = new ByteArrayOutputStream();
    PrintStream before = System.out;
    var context =
        (LoggerContext) LogManager.getContext(ConnectLogTest.class.getClassLoader(), false);
    var none = context.getConfigLocation();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      context.setConfigLocation(config.toUri());
      logs.run();
    } finally {
      System.setOut(before);
      context.setConfigLocation(none);
    }
    String text = written.toString(StandardCharsets.UTF_8);
    assertThat(text.lines()).hasSize(1);
    return Documents.YAML.readTree(text);
  }
}
