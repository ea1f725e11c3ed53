package dev.vitrine.command.imports;

import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import dev.vitrine.contract.event.ProductEvent;
import java.util.List;

/**
 * What becomes of some candidates, from the first on.
 *
 * @param decided how many; the rest needs this to be written first
 * @param categories to be created
 * @param products to be created or changed
 * @param imported rows to be remembered, of all accepted products that said something new
 * @param unchanged ids of products whose row said the same as in an earlier file
 */
record ChunkDecision(
    int decided,
    List<RejectedRow> rejected,
    List<CategoryCreated> categories,
    List<ProductEvents> products,
    List<ImportedRow> imported,
    List<String> unchanged) {

  /**
   * One product's events.
   *
   * @param version sequence of the last event before them, -1 for a new product
   */
  record ProductEvents(String productId, long version, List<ProductEvent> events) {}

  int accepted() {
    return decided - rejected.size();
  }
}
