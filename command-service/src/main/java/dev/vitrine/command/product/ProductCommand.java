package dev.vitrine.command.product;

import dev.vitrine.command.eventstore.ExpectedVersion;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What the command bus carries to the {@link Product} aggregate. */
sealed interface ProductCommand {
  /** The aggregate's id, {@code product:<id>}. */
  String streamId();

  record CreateProduct(
      @Override @TargetAggregateIdentifier String streamId, String id, ProductDraft draft)
      implements ProductCommand {}

  /**
   * @param expected the version the product must have; null when any will do
   */
  record ChangeProduct(
      @Override @TargetAggregateIdentifier String streamId,
      @Nullable ExpectedVersion expected,
      List<ProductAction> actions)
      implements ProductCommand {}
}
