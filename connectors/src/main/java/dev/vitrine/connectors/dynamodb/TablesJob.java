package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.cluster.JobFailed;
import dev.vitrine.connectors.cluster.Patience;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Makes or checks the tables before any sink runs, by the sink's own rules. */
public final class TablesJob {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private TablesJob() {}

  /**
   * @param region empty: what the SDK finds
   * @param endpoint empty: AWS's own
   * @param ca empty: the JVM's
   * @param currencies as {@code listing.currencies}
   * @throws JobFailed when a table is missing, does not fit, or is not ready within the bound
   */
  public static void ensure(
      String region, String endpoint, String ca, String currencies, boolean create, Duration bound)
      throws InterruptedException {
    DynamoDbSinkConfig config =
        new DynamoDbSinkConfig(
            Map.of(
                DynamoDbSinkConfig.REGION, region,
                DynamoDbSinkConfig.ENDPOINT, endpoint,
                DynamoDbSinkConfig.CA, ca,
                DynamoDbSinkConfig.CURRENCIES, currencies));
    try (DynamoDbAsyncClient client = DynamoClients.open(config)) {
      Tables tables = new Tables(client, config.currencies(), create);
      new Patience(bound, PAUSE).until(() -> lacking(tables));
    } catch (ConnectException e) {
      throw new JobFailed(String.valueOf(e.getMessage()), e);
    }
  }

  private static String lacking(Tables tables) {
    try {
      tables.ready();
      return "";
    } catch (RetriableException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
