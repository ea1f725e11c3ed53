package dev.vitrine.connectors.view;

import java.util.Collection;
import java.util.List;

/** Puts views into a store that keeps what is newer. */
public interface ViewWriter extends AutoCloseable {
  /**
   * Makes sure that the store is there and is ours. Called until it returns once.
   *
   * @throws org.apache.kafka.connect.errors.RetriableException when the store is away
   * @throws org.apache.kafka.connect.errors.ConnectException when this can never work
   */
  void prepare();

  /**
   * Writes and waits, both bounded. Failures are fates, never exceptions.
   *
   * @param writes at most one per key
   * @return one fate per write, in any order
   */
  List<Fated> write(Collection<ViewWrite> writes);

  @Override
  void close();
}
