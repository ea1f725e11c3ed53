package dev.vitrine.connectors.cluster;

import dev.vitrine.connectors.dynamodb.TablesJob;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;

/**
 * One job, named by the first argument. Each changes nothing where all is as it should be, and ends
 * with 0, or with 1 and one line that says what is wrong.
 *
 * <ul>
 *   <li>{@code topics FILE PARTITIONS REPLICATION MIN_INSYNC}: the file holds settings of Kafka's
 *       client
 *   <li>{@code tables create|check REGION ENDPOINT CA CURRENCIES}
 *   <li>{@code connectors URL FOLDER}: puts the folder's connectors and waits until they run
 *   <li>{@code restart-failed URL FOLDER}: puts what differs, restarts what has failed
 *   <li>{@code check NAME COMMANDS QUERIES TOKEN_FILE}: a test of a release, see {@link PathCheck}
 * </ul>
 */
public final class ClusterJob {
  private static final Duration BOUND = Duration.ofMinutes(5);

  private ClusterJob() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      run(args);
      System.out.println(args[0] + ": done");
    } catch (JobFailed e) {
      System.err.println(args[0] + ": " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(String[] args) throws IOException, InterruptedException {
    switch (args.length == 0 ? "" : args[0]) {
      case "topics" -> {
        try (Admin admin = Admin.create(properties(Path.of(args[1])))) {
          new TopicsJob(admin, BOUND)
              .ensure(
                  Integer.parseInt(args[2]), Short.parseShort(args[3]), Integer.parseInt(args[4]));
        }
      }
      case "tables" ->
          TablesJob.ensure(args[2], args[3], args[4], args[5], args[1].equals("create"), BOUND);
      case "connectors" -> new ConnectorsJob(URI.create(args[1]), BOUND).run(Path.of(args[2]));
      case "restart-failed" ->
          new ConnectorsJob(URI.create(args[1]), BOUND).restartFailed(Path.of(args[2]));
      case "check" -> {
        Path token = Path.of(args[4]);
        new PathCheck(
                URI.create(args[2]),
                URI.create(args[3]),
                Files.exists(token) ? Files.readString(token).strip() : "")
            .run(args[1]);
      }
      default ->
          throw new JobFailed("no such job; topics, tables, connectors, restart-failed, check");
    }
  }

  /** Values may name one variable of the environment, as {@code ${NAME}}. */
  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    properties.replaceAll(
        (_, value) -> {
          String text = value.toString();
          return text.startsWith("${") && text.endsWith("}")
              ? System.getenv().getOrDefault(text.substring(2, text.length() - 1), "")
              : text;
        });
    return properties;
  }
}
