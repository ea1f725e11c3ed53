package dev.vitrine.query.product;

import dev.vitrine.query.view.FoundView;

/** What can come of asking for a product. */
sealed interface ProductRead {
  record Live(String id, FoundView found) implements ProductRead {}

  /** It existed, or exists as a draft; shoppers may not read it. */
  record Gone(String id, FoundView found) implements ProductRead {}

  /**
   * @param id empty where no product is known behind a SKU or slug
   */
  record Unknown(String id) implements ProductRead {}

  /** Whether a client that has seen so much may be answered with this. */
  default boolean satisfies(Seen seen) {
    return switch (this) {
      case Live(String id, FoundView found) -> seen.of(id).isMetBy(found.view().version());
      case Gone(String id, FoundView found) -> seen.of(id).isMetBy(found.view().version());
      case Unknown(String id) -> seen.allowsUnknown(id);
    };
  }
}
