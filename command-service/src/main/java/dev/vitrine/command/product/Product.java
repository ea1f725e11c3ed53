package dev.vitrine.command.product;

import dev.vitrine.command.claims.ClaimConflict;
import dev.vitrine.command.claims.ClaimOutcome;
import dev.vitrine.command.claims.ClaimPlan;
import dev.vitrine.command.claims.Claims;
import dev.vitrine.command.eventstore.EventStoreConfiguration;
import dev.vitrine.command.product.ProductCommand.ChangeProduct;
import dev.vitrine.command.product.ProductCommand.CreateProduct;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.contract.event.ProductEvent;
import dev.vitrine.contract.event.StreamId;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** The product as Axon runs it. Decides with {@link ProductDecider}, claims, and applies. */
@Aggregate(lockFactory = EventStoreConfiguration.AGGREGATE_LOCKS)
final class Product {
  @SuppressWarnings("UnusedVariable") // Axon reads it
  @AggregateIdentifier
  private @Nullable String streamId;

  private @Nullable ProductState state;

  /** Axon makes an empty one and replays events into it. */
  Product() {}

  @CommandHandler
  Product(CreateProduct command, Claims claims) {
    List<ProductEvent> events = ProductDecider.create(command.id(), command.draft(), false);
    applyAll(
        switch (claims.take(ClaimPlan.of(events))) {
          case ClaimOutcome.Granted(var before) -> ClaimPlan.stamp(events, before);
          case ClaimOutcome.Refused(var conflicts) ->
              throw new Rejected(
                  owns(command.id(), conflicts)
                      ? new Rejection.ProductExists(command.id())
                      : new Rejection.ClaimsTaken(conflicts));
        });
  }

  /**
   * @return the version afterwards
   */
  @CommandHandler
  long change(ChangeProduct command, Claims claims) {
    long version = AggregateLifecycle.getVersion();
    if (command.expected() != null && !command.expected().accepts(version)) {
      throw new Rejected(new Rejection.StaleVersion(version));
    }
    ProductState current = Objects.requireNonNull(state);
    List<ProductEvent> events = ProductDecider.change(current, command.actions());
    applyAll(
        switch (claims.take(ClaimPlan.of(events))) {
          case ClaimOutcome.Granted(var before) -> ClaimPlan.stamp(events, before);
          case ClaimOutcome.Refused(var conflicts) -> throw refused(current.id(), conflicts);
        });
    return version + events.size();
  }

  /** What the product has claimed without our knowing, another replica claimed for it just now. */
  private static RuntimeException refused(String id, List<ClaimConflict> conflicts) {
    return owns(id, conflicts)
        ? new ConcurrencyException("another commit of " + id + " came first")
        : new Rejected(new Rejection.ClaimsTaken(conflicts));
  }

  private static boolean owns(String id, List<ClaimConflict> conflicts) {
    return conflicts.stream().anyMatch(conflict -> conflict.owner().equals(id));
  }

  private static void applyAll(List<ProductEvent> events) {
    events.forEach(AggregateLifecycle::apply);
  }

  @EventSourcingHandler
  void evolve(ProductEvent event) {
    streamId = StreamId.ofProduct(event.productId());
    state = ProductState.evolve(state, event);
  }
}
