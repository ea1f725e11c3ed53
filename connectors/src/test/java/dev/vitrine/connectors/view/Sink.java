package dev.vitrine.connectors.view;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A task of a connector, driven as Connect drives it, without a worker. */
public final class Sink implements AutoCloseable {
  private static final Duration RETRIES = Duration.ofSeconds(30);

  private final FakeContext context = new FakeContext(true);
  private final ViewSinkTask task;

  /** Starts it. */
  public Sink(ViewSinkTask task, Map<String, String> config) {
    this.task = task;
    task.initialize(context);
    try {
      task.start(config);
    } catch (ConnectException e) {
      close();
      throw e;
    }
  }

  public void put(SinkRecord... records) {
    put(List.of(records));
  }

  /** As Connect does: the same batch again after each retriable failure, for a bounded time. */
  public void put(List<SinkRecord> records) {
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

  public void putOnce(List<SinkRecord> records) {
    task.put(records);
  }

  public long total(String name) {
    return context.total(name);
  }

  public List<FakeContext.DeadLetter> deadLetters() {
    return context.deadLetters;
  }

  @Override
  public void close() {
    task.stop();
    context.close();
  }
}
