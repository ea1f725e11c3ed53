package dev.vitrine.projections.topology;

import dev.vitrine.projections.fold.Reason;
import dev.vitrine.projections.topology.Outgoing.ToSetAside;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A record that is set aside: as it came, plus headers that say why and where it came from. */
final class SetAsideHeaders {
  /** One of {@link Reason#code()}. */
  static final String REASON = "vitrine_reason";

  static final String DETAIL = "vitrine_detail";
  static final String TOPIC = "vitrine_source_topic";
  static final String PARTITION = "vitrine_source_partition";
  static final String OFFSET = "vitrine_source_offset";

  /** Fits into a topic with the broker's default of 1 MiB, together with key and headers. */
  private static final int VALUE_BYTES = 768 * 1024;

  private static final int DETAIL_CHARS = 1000;

  private SetAsideHeaders() {}

  static Record<byte[], Outgoing> on(
      Record<byte[], byte[]> record, RecordMetadata source, Reason reason, String detail) {
    RecordHeaders headers = new RecordHeaders();
    boolean tooBig = size(record) > VALUE_BYTES;
    if (!tooBig) {
      record.headers().forEach(headers::add);
    }
    String why = tooBig ? "left out here, see the source: " + detail : detail;
    put(headers, REASON, reason.code());
    put(headers, DETAIL, why.substring(0, Math.min(why.length(), DETAIL_CHARS)));
    put(headers, TOPIC, source.topic());
    put(headers, PARTITION, Integer.toString(source.partition()));
    put(headers, OFFSET, Long.toString(source.offset()));
    return new Record<>(
        record.key(), new ToSetAside(tooBig ? null : record.value()), record.timestamp(), headers);
  }

  private static long size(Record<byte[], byte[]> record) {
    long size = length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      size += header.key().length() + length(header.value());
    }
    return size;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void put(RecordHeaders headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
