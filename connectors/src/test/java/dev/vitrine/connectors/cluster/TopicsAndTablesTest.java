package dev.vitrine.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.connectors.dynamodb.TablesJob;
import dev.vitrine.contract.Topics;
import dev.vitrine.engines.DynamoDbLocal;
import dev.vitrine.engines.Kafka;
import dev.vitrine.engines.TlsFront;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two jobs before a release, on a real broker and a real store. */
class TopicsAndTablesTest {
  private static final Duration BOUND = Duration.ofSeconds(60);

  @Test
  void topics_are_made_once_and_refused_where_they_would_lose_something(@TempDir Path data)
      throws Exception {
    try (Kafka kafka = Kafka.start(data);
        Admin admin =
            Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
      var job = new TopicsJob(admin, BOUND);
      job.ensure(6, (short) -1, 1);
      assertThat(admin.listTopics().names().get()).containsAll(Topics.SETTINGS.keySet());
      assertThatCode(() -> job.ensure(6, (short) -1, 1)).doesNotThrowAnyException();

      assertThatThrownBy(() -> job.ensure(12, (short) -1, 1))
          .isInstanceOf(JobFailed.class)
          .hasMessageContaining("catalog.views has 6 partitions, not 12");

      var events = new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENTS);
      admin
          .incrementalAlterConfigs(
              Map.of(
                  events,
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("retention.ms", "604800000"), AlterConfigOp.OpType.SET))))
          .all()
          .get();
      assertThatThrownBy(() -> job.ensure(6, (short) -1, 1))
          .isInstanceOf(JobFailed.class)
          .hasMessage("catalog.events has retention.ms=604800000, not -1");
    }
  }

  @Test
  void tables_are_made_once_and_refused_where_they_do_not_fit(@TempDir Path data)
      throws InterruptedException {
    try (DynamoDbLocal store = DynamoDbLocal.start(data)) {
      String endpoint = store.endpoint().toString();
      assertThatThrownBy(() -> TablesJob.ensure("us-east-1", endpoint, "", "USD", false, BOUND))
          .isInstanceOf(JobFailed.class)
          .hasMessageContaining("does not exist");
      TablesJob.ensure("us-east-1", endpoint, "", "USD", true, BOUND);
      assertThatCode(() -> TablesJob.ensure("us-east-1", endpoint, "", "USD", false, BOUND))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> TablesJob.ensure("us-east-1", endpoint, "", "USD,GBP", true, BOUND))
          .isInstanceOf(JobFailed.class)
          .hasMessageContaining("by-price-GBP");
    }
  }

  @Test
  void tables_are_made_at_a_store_whose_authority_is_ones_own(@TempDir Path data)
      throws InterruptedException {
    try (DynamoDbLocal store = DynamoDbLocal.start(data.resolve("store"));
        TlsFront front = TlsFront.before(store.port(), data.resolve("tls"))) {
      String endpoint = "https://127.0.0.1:" + front.port();
      String ca = front.ca().toString();
      assertThatThrownBy(
              () -> TablesJob.ensure("us-east-1", endpoint, "", "USD", true, Duration.ZERO))
          .hasStackTraceContaining("SSLHandshakeException");
      TablesJob.ensure("us-east-1", endpoint, ca, "USD", true, BOUND);
      TablesJob.ensure("us-east-1", store.endpoint().toString(), "", "USD", false, BOUND);
      Path none = data.resolve("none.crt");
      assertThatThrownBy(
              () -> TablesJob.ensure("us-east-1", endpoint, none.toString(), "USD", false, BOUND))
          .hasMessageContaining("none.crt cannot be read");
    }
  }
}
