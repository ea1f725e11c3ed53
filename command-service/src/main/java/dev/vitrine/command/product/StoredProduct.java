package dev.vitrine.command.product;

import dev.vitrine.command.eventstore.StoredEvent;
import dev.vitrine.contract.event.ProductEvent;
import dev.vitrine.contract.event.ProductEvent.ProductPublished;
import dev.vitrine.contract.view.ProductView;
import org.jspecify.annotations.Nullable;

/**
 * A product as the event table has it.
 *
 * @param version sequence of the last event
 * @param updatedAt time of the last event, exactly as it is stored
 * @param firstPublishedAt time of the first publication, null when there was none
 */
public record StoredProduct(
    ProductState state, long version, String updatedAt, @Nullable String firstPublishedAt) {

  /**
   * @param before null before the first event
   * @throws IllegalStateException when the event is not the next one of this product
   */
  public static StoredProduct evolve(@Nullable StoredProduct before, StoredEvent stored) {
    long next = before == null ? 0 : before.version + 1;
    if (!(stored.event() instanceof ProductEvent event) || stored.sequence() != next) {
      throw new IllegalStateException("expected event " + next + " of a product, found " + stored);
    }
    String published = before == null ? null : before.firstPublishedAt;
    return new StoredProduct(
        ProductState.evolve(before == null ? null : before.state, event),
        stored.sequence(),
        stored.time(),
        published == null && event instanceof ProductPublished ? stored.time() : published);
  }

  public ProductView view() {
    return state.view(version, updatedAt);
  }
}
