package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The chart sets only what the code reads, and the connectors' files are the ones of the
 * repository.
 */
final class SettingsTest {
  private static final Pattern RECORD =
      Pattern.compile(
          "@ConfigurationProperties\\(\"([a-z.]+)\"\\)\\s*(?:public )?record"
              + " \\w+\\((.*?)\\)\\s*\\{",
          Pattern.DOTALL);
  private static final Pattern COMPONENT = Pattern.compile("\\b(\\w+)\\s*(?:,|$)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Set<String> read() {
    Set<String> keys = new TreeSet<>();
    keys.add("vitrine.workers");
    for (String module : new String[] {"command-service", "query-service", "projections"}) {
      for (Path file : Checkout.files(Checkout.ROOT.resolve(module + "/src/main/java"), ".java")) {
        Matcher found = RECORD.matcher(Checkout.read(file));
        while (found.find()) {
          String components = found.group(2).replaceAll("@DefaultValue\\([^)]*\\)", "");
          Matcher component = COMPONENT.matcher(components);
          while (component.find()) {
            String dashed =
                component.group(1).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            keys.add(found.group(1) + "." + dashed);
          }
        }
      }
    }
    return keys;
  }

  private static Set<String> rendered() {
    Set<String> keys = new TreeSet<>();
    for (Documents documents : GateTest.charts().values()) {
      for (Document map : documents.of("ConfigMap")) {
        String settings = map.root().at("/data/application.yaml").asText();
        if (!settings.isEmpty()) {
          Documents.parse(settings)
              .all()
              .forEach(one -> one.root().fieldNames().forEachRemaining(keys::add));
        }
      }
    }
    return keys;
  }

  @Test
  void every_setting_of_ours_is_read_by_the_code() {
    Set<String> known = read();
    assertThat(known)
        .contains(
            "vitrine.near.bootstrap-servers", "vitrine.redis.url", "vitrine.imports.max-waiting");
    Set<String> unread = new TreeSet<>();
    for (String key : rendered()) {
      boolean entry = key.startsWith("vitrine.near.properties.");
      if (key.startsWith("vitrine.") && !known.contains(entry ? "vitrine.near.properties" : key)) {
        unread.add(key);
      }
    }
    assertThat(unread).isEmpty();
  }

  @Test
  void connectors_are_those_of_the_repository_but_for_what_a_cluster_needs() {
    JsonNode data =
        Engines.render(Checkout.CHART.resolve("ci/minimal-values.yaml"))
            .find("ConfigMap", "vitrine-connectors")
            .orElseThrow()
            .root()
            .path("data");
    Map<String, Set<String>> differ =
        Map.of(
            "relay.json",
            Set.of(
                "database.sslmode",
                "database.sslfactory",
                "topic.creation.events.partitions",
                "topic.creation.events.replication.factor",
                "topic.creation.default.replication.factor"),
            "dynamodb-sink.json",
            Set.of(
                "tables.create",
                "write.mode",
                "max.in.flight",
                "request.timeout.ms",
                "listing.currencies",
                "errors.deadletterqueue.topic.replication.factor"),
            "redis-sink.json",
            Set.of("errors.deadletterqueue.topic.replication.factor"));
    differ.forEach(
        (file, keys) -> {
          JsonNode ours = json(data.path(file).asText());
          JsonNode theirs = json(Checkout.read(Checkout.ROOT.resolve("connectors/config/" + file)));
          assertThat(ours.path("name")).isEqualTo(theirs.path("name"));
          Set<String> all = new TreeSet<>();
          ours.path("config").fieldNames().forEachRemaining(all::add);
          theirs.path("config").fieldNames().forEachRemaining(all::add);
          all.removeIf(
              key -> ours.path("config").path(key).equals(theirs.path("config").path(key)));
          assertThat(keys).as(file).containsAll(all);
        });
  }

  /** A worker in the cluster is the worker that the tests run, but for where it is. */
  @Test
  void the_worker_is_the_one_that_the_tests_run() throws IOException {
    Properties ours = new Properties();
    ours.load(
        new StringReader(
            Engines.render(Checkout.CHART.resolve("ci/minimal-values.yaml"))
                .find("ConfigMap", "vitrine-connect")
                .orElseThrow()
                .root()
                .at("/data/connect.properties")
                .asText()));
    String source =
        Checkout.read(
            Checkout.ROOT.resolve(
                "standalone/engines/src/main/java/dev/vitrine/engines/ConnectWorker.java"));
    Matcher line = Pattern.compile("^    ([a-z.]+)=([^%\\n]*)$", Pattern.MULTILINE).matcher(source);
    Set<String> other = new TreeSet<>();
    int seen = 0;
    while (line.find()) {
      seen++;
      if (!line.group(2).equals(ours.getProperty(line.group(1)))) {
        other.add(line.group(1));
      }
    }
    assertThat(seen).isGreaterThan(12);
    assertThat(other)
        .isSubsetOf(
            "config.storage.replication.factor",
            "offset.storage.replication.factor",
            "status.storage.replication.factor",
            "offset.storage.partitions",
            "status.storage.partitions",
            "rest.advertised.host.name",
            // One machine misses a killed worker sooner than a network should.
            "session.timeout.ms",
            "heartbeat.interval.ms");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
