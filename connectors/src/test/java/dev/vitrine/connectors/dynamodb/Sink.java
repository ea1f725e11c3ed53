package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.view.FakeContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A task of the connector, driven as Connect drives it, without a worker. */
final class Sink implements AutoCloseable {
  private static final Duration RETRIES = Duration.ofSeconds(30);

  private final FakeContext context = new FakeContext(true);
  private final DynamoDbSinkTask task = new DynamoDbSinkTask();

  private Sink() {}

  static Sink start(DynamoDbStore store, WriteMode mode) {
    return start(
        store, Map.of(DynamoDbSinkConfig.WRITE_MODE, mode.name().toLowerCase(Locale.ROOT)));
  }

  static Sink start(DynamoDbStore store, Map<String, String> settings) {
    Map<String, String> config = new HashMap<>(store.settings());
    config.put(DynamoDbSinkConfig.TABLES_CREATE, "true");
    config.putAll(settings);
    Sink sink = new Sink();
    sink.task.initialize(sink.context);
    try {
      sink.task.start(config);
    } catch (ConnectException e) {
      sink.close();
      throw e;
    }
    return sink;
  }

  void put(SinkRecord... records) {
    putUntilTaken(List.of(records));
  }

  void put(List<SinkRecord> records) {
    putUntilTaken(records);
  }

  /** As Connect does: the same batch again after each retriable failure, for a bounded time. */
  void putUntilTaken(List<SinkRecord> records) {
    long until = System.nanoTime() + RETRIES.toNanos();
    while (true) {
      try {
        task.put(records);
        return;
      } catch (RetriableException e) {
        if (System.nanoTime() > until) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  void putOnce(List<SinkRecord> records) {
    task.put(records);
  }

  long total(String name) {
    return context.total(name);
  }

  List<FakeContext.DeadLetter> deadLetters() {
    return context.deadLetters;
  }

  @Override
  public void close() {
    task.stop();
    context.close();
  }
}
