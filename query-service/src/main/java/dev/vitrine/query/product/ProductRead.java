package dev.vitrine.query.product;

import dev.vitrine.query.view.FoundView;

/** What can come of asking for a product. */
sealed interface ProductRead {
  record Live(String id, FoundView found) implements ProductRead {}

  /** It existed, or exists as a draft; shoppers may not read it. */
  record Gone(String id, FoundView found) implements ProductRead {}

  record Unknown() implements ProductRead {}

  /** Whether this is the asked-for version or a later one. */
  default boolean reaches(long version) {
    return switch (this) {
      case Live(String _, FoundView found) -> found.view().version().sequence() >= version;
      case Gone(String _, FoundView found) -> found.view().version().sequence() >= version;
      case Unknown _ -> false;
    };
  }
}
