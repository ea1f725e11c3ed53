package dev.vitrine.projections.topology;

import dev.vitrine.contract.event.CategoryEvent;
import dev.vitrine.contract.event.ProductEvent;
import dev.vitrine.projections.fold.Reason;
import dev.vitrine.projections.fold.Sequenced;
import org.jspecify.annotations.Nullable;

/** A record of the events topic, as far as it could be read. */
sealed interface Incoming {
  /** The id of the aggregate that the record belongs to; null when its key names none. */
  @Nullable String stream();

  record OfProduct(String stream, Sequenced<ProductEvent> event) implements Incoming {}

  record OfCategories(String stream, Sequenced<CategoryEvent> event) implements Incoming {}

  /** The aggregate, if there is one, lacks this event from now on. */
  record Unreadable(@Nullable String stream, Reason reason, String detail) implements Incoming {}
}
