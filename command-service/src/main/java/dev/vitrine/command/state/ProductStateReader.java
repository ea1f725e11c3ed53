package dev.vitrine.command.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vitrine.command.eventstore.EventReader;
import dev.vitrine.command.eventstore.StoredEvent;
import dev.vitrine.command.product.StoredProduct;
import dev.vitrine.contract.event.StreamId;
import dev.vitrine.contract.view.ProductView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Every product, whatever its status, by replaying its events. In the order of ids by bytes. */
@Component
final class ProductStateReader {
  private final EventReader events;

  ProductStateReader(EventReader events) {
    this.events = events;
  }

  /**
   * One line.
   *
   * @param product its whole content
   * @param firstPublishedAt null when it was never published
   */
  record Line(
      ProductView product,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String firstPublishedAt) {}

  /**
   * @param after stream id of the last product before the page, empty for the first page
   */
  Page read(String after) {
    Replay replay = new Replay();
    boolean complete = events.scan(StreamId.ofProduct(""), after, replay::accept);
    return replay.page(complete);
  }

  /** Folds events that come product by product, until a page is full. */
  private static final class Replay {
    private final Lines lines = new Lines();
    private @Nullable StoredProduct product;
    private String stream = "";
    private String lastWritten = "";

    /** False: enough. The product of this event was not begun. */
    boolean accept(StoredEvent event) {
      if (!event.streamId().equals(stream)) {
        finish();
        if (lines.full()) {
          return false;
        }
        stream = event.streamId();
      }
      product = StoredProduct.evolve(product, event);
      return true;
    }

    private void finish() {
      if (product != null) {
        lines.add(new Line(product.view(), product.firstPublishedAt()));
        lastWritten = stream;
        product = null;
      }
    }

    Page page(boolean complete) {
      if (!complete) {
        return lines.upTo(lastWritten);
      }
      finish();
      return lines.last();
    }
  }
}
