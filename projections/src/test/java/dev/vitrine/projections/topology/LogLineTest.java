package dev.vitrine.projections.topology;

import static dev.vitrine.projections.Samples.lamp;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.contract.TraceContext;
import dev.vitrine.contract.event.ProductEvent.ProductPublished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

/** A line of the log as the chart has services write it: docs/observability.md, "Log lines". */
class LogLineTest {
  @Test
  void what_is_set_aside_names_its_product_and_its_trace() throws IOException {
    JsonNode line = line(aside());
    assertThat(line.path("product").asText()).isEqualTo("lamp");
    assertThat(line.path("traceId").asText())
        .isEqualTo(TraceContext.parse(CatalogDriver.TRACEPARENT).orElseThrow().traceId());
    assertThat(line.path("message").asText()).startsWith("Set aside product:lamp: ");
    assertThat(line.at("/log/level").asText()).isEqualTo("WARN");
    assertThat(line.at("/log/logger").asText()).isEqualTo(FoldProcessor.class.getName());
    assertThat(line.at("/service/name").asText()).isEqualTo("vitrine-projections");
    assertThat(line.at("/process/thread/name").asText()).isNotEmpty();
    assertThat(line.path("@timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
  }

  /** Of a product of which the first event is missing. */
  private static ILoggingEvent aside() {
    Logger logger = (Logger) LoggerFactory.getLogger(FoldProcessor.class);
    var kept = new ListAppender<ILoggingEvent>();
    kept.start();
    logger.setLevel(Level.WARN); // tests say errors only
    logger.addAppender(kept);
    try (CatalogDriver catalog = new CatalogDriver()) {
      catalog.send("product:lamp", 0, lamp("lamp", "lighting"), true);
      catalog.send("product:lamp", 2, new ProductPublished("lamp"), true);
    } finally {
      logger.detachAppender(kept);
      logger.setLevel(null);
    }
    assertThat(kept.list).hasSize(1);
    return kept.list.getFirst();
  }

  private static JsonNode line(ILoggingEvent event) throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(FoldProcessor.class);
    logger
        .getLoggerContext()
        .putObject(
            Environment.class.getName(),
            new MockEnvironment().withProperty("spring.application.name", "vitrine-projections"));
    var encoder = new StructuredLogEncoder();
    encoder.setContext(logger.getLoggerContext());
    encoder.setFormat(format());
    encoder.start();
    byte[] line = encoder.encode(event);
    encoder.stop();
    assertThat(new String(line, StandardCharsets.UTF_8).lines()).hasSize(1);
    return new ObjectMapper().readTree(line);
  }

  /** That of the chart, the same for all services. */
  private static String format() throws IOException {
    Path settings =
        Path.of(System.getProperty("vitrine.root"), "helm/vitrine/templates/_settings.tpl");
    Matcher found =
        Pattern.compile("\"logging.structured.format.console\" \"([a-z]+)\"")
            .matcher(Files.readString(settings));
    List<String> formats = found.results().map(one -> one.group(1)).distinct().toList();
    assertThat(formats).hasSize(1);
    return formats.getFirst();
  }
}
