package dev.vitrine.command.product;

import dev.vitrine.command.eventstore.EventReader;
import dev.vitrine.contract.event.StreamId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Products by replaying their events, many at once. Joins the caller's transaction. */
@Component
public final class ProductReader {
  private final EventReader events;

  ProductReader(EventReader events) {
    this.events = events;
  }

  public Optional<StoredProduct> read(String id) {
    return Optional.ofNullable(read(List.of(id)).get(id));
  }

  /**
   * @return by id; ids that no product ever had are absent
   */
  public Map<String, StoredProduct> read(Collection<String> ids) {
    Map<String, StoredProduct> products = new HashMap<>();
    events.read(
        ids.stream().map(StreamId::ofProduct).toList(),
        event ->
            products.compute(
                StreamId.productId(event.streamId()).orElseThrow(),
                (_, before) -> StoredProduct.evolve(before, event)));
    return products;
  }
}
