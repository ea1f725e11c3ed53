package dev.vitrine.projections.topology;

import dev.vitrine.contract.view.ViewHeaders;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.projections.fold.Sequenced;
import dev.vitrine.projections.fold.View;
import dev.vitrine.projections.topology.Outgoing.ToPointers;
import dev.vitrine.projections.topology.Outgoing.ToViews;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Writes views as records. */
final class ViewRecords {
  private ViewRecords() {}

  /**
   * @param last the commit's last event
   * @param traceparent under which the view goes on
   * @throws tools.jackson.core.JacksonException when the body is too deep to be written
   */
  static Record<byte[], Outgoing> of(
      View view, Sequenced<?> last, long timestamp, @Nullable String traceparent) {
    byte[] body = Wire.JSON.writeValueAsBytes(view.body());
    Outgoing value =
        switch (view.key()) {
          case ViewKey.Sku _, ViewKey.Slug _ -> new ToPointers(body);
          case ViewKey.Product _, ViewKey.Categories _, ViewKey.Listing _ -> new ToViews(body);
        };
    return new Record<>(
        utf8(view.key().text()), value, timestamp, headers(view, last, traceparent));
  }

  private static RecordHeaders headers(View view, Sequenced<?> last, @Nullable String traceparent) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(ViewHeaders.FORMAT, utf8(Integer.toString(view.version().format())));
    headers.add(ViewHeaders.SEQUENCE, utf8(Long.toString(view.version().sequence())));
    headers.add(ViewHeaders.STATE, utf8(view.gone() ? ViewHeaders.GONE : ViewHeaders.LIVE));
    headers.add(ViewHeaders.TIME, utf8(last.time()));
    if (traceparent != null) {
      headers.add(ViewHeaders.TRACEPARENT, utf8(traceparent));
    }
    return headers;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
