package dev.vitrine.command.eventstore;

import dev.vitrine.contract.event.CatalogEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.stereotype.Component;

/**
 * Appends events that were decided without the command bus: an import decides hundreds of products
 * in one transaction.
 */
@Component
public final class EventAppender {
  private final EventStore eventStore;

  EventAppender(EventStore eventStore) {
    this.eventStore = eventStore;
  }

  /**
   * The new events of one aggregate.
   *
   * @param aggregateType simple name of the aggregate's class, {@code Product} or {@code
   *     CategoryTree}
   * @param version sequence of the last event before them, -1 for a new aggregate
   */
  public record Appended(
      String streamId, String aggregateType, long version, List<? extends CatalogEvent> events) {}

  /**
   * Appends as one commit, in the transaction of the caller, who must have one. Claims must have
   * been taken and stamped.
   *
   * @param aggregates each aggregate at most once
   * @throws ConcurrencyException when an aggregate is not at its version any more; the transaction
   *     cannot be used any further
   */
  public void append(List<Appended> aggregates, ChangeSet changeSet) {
    Map<String, String> metadata = changeSet.metadata();
    List<DomainEventMessage<?>> messages = new ArrayList<>();
    for (Appended aggregate : aggregates) {
      long sequence = aggregate.version();
      for (CatalogEvent event : aggregate.events()) {
        sequence++;
        messages.add(
            new GenericDomainEventMessage<>(
                aggregate.aggregateType(), aggregate.streamId(), sequence, event, metadata));
      }
    }
    try {
      eventStore.publish(messages);
    } catch (AggregateStreamCreationException exists) {
      // what the engine makes of a duplicate when the first of the batch would begin an aggregate
      throw new ConcurrencyException("an aggregate has moved on", exists);
    }
  }
}
