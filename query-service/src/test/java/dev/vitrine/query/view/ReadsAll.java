package dev.vitrine.query.view;

import dev.vitrine.contract.view.ViewKey;
import reactor.core.publisher.Mono;

/** A reader for what must read all that it needs at once. */
@FunctionalInterface
public interface ReadsAll extends ViewReader {
  @Override
  default Mono<FoundView> read(ViewKey key, AtLeast atLeast) {
    throw new UnsupportedOperationException("all are read at once");
  }
}
