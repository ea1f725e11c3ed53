package dev.vitrine.command.category;

import dev.vitrine.command.category.CategoryCommand.ChangeCategory;
import dev.vitrine.command.category.CategoryCommand.Changed;
import dev.vitrine.command.category.CategoryCommand.CreateCategory;
import dev.vitrine.command.eventstore.EventStoreConfiguration;
import dev.vitrine.command.eventstore.ExpectedVersion;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.contract.event.CategoryEvent;
import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import dev.vitrine.contract.event.StreamId;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** The category tree as Axon runs it. Decides with {@link CategoryDecider} and applies. */
@Aggregate(lockFactory = EventStoreConfiguration.AGGREGATE_LOCKS)
final class CategoryTree {
  @SuppressWarnings("UnusedVariable") // Axon reads it
  @AggregateIdentifier
  private String streamId = StreamId.CATEGORIES;

  private final Tree tree = new Tree();

  CategoryTree() {}

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  Changed create(CreateCategory command) {
    long version = version();
    CategoryCreated created =
        CategoryDecider.create(tree, command.id(), command.name(), command.parentId());
    AggregateLifecycle.apply(created);
    return new Changed(created.categoryId(), version + 1);
  }

  @CommandHandler
  Changed change(ChangeCategory command) {
    long version = version();
    requireExpected(command.expected(), version);
    List<CategoryEvent> events = CategoryDecider.change(tree, command.id(), command.actions());
    events.forEach(AggregateLifecycle::apply);
    return new Changed(command.id(), version + events.size());
  }

  private static void requireExpected(@Nullable ExpectedVersion expected, long version) {
    if (expected != null && !expected.accepts(version)) {
      throw new Rejected(new Rejection.StaleVersion(version));
    }
  }

  /** -1 before the first event. */
  private static long version() {
    Long version = AggregateLifecycle.getVersion();
    return version == null ? -1 : version;
  }

  @EventSourcingHandler
  void evolve(CategoryEvent event) {
    streamId = StreamId.CATEGORIES;
    tree.evolve(event);
  }
}
