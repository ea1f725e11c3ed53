package dev.vitrine.connectors.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.contract.Topics;
import dev.vitrine.contract.view.ViewHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Records of the views topic as Connect hands them over with the converters of the config. */
public final class Records {
  private Records() {}

  public static SinkRecord live(String key, long sequence, String body) {
    return view(key, 1, sequence, ViewHeaders.LIVE, body);
  }

  public static SinkRecord gone(String key, long sequence, String body) {
    return view(key, 1, sequence, ViewHeaders.GONE, body);
  }

  public static SinkRecord view(String key, int format, long sequence, String state, String body) {
    Headers headers = new ConnectHeaders();
    headers.add(ViewHeaders.FORMAT, bytes(Integer.toString(format)), Schema.OPTIONAL_BYTES_SCHEMA);
    headers.add(ViewHeaders.SEQUENCE, bytes(Long.toString(sequence)), Schema.OPTIONAL_BYTES_SCHEMA);
    headers.add(ViewHeaders.STATE, bytes(state), Schema.OPTIONAL_BYTES_SCHEMA);
    headers.add(
        ViewHeaders.TIME, bytes("2026-11-22T00:35:31.123456Z"), Schema.OPTIONAL_BYTES_SCHEMA);
    return of(bytes(key), bytes(body), headers);
  }

  public static SinkRecord of(@Nullable Object key, @Nullable Object value, Headers headers) {
    return new SinkRecord(
        Topics.VIEWS,
        0,
        Schema.OPTIONAL_BYTES_SCHEMA,
        key,
        Schema.OPTIONAL_BYTES_SCHEMA,
        value,
        7,
        null,
        TimestampType.CREATE_TIME,
        headers);
  }

  public static ViewWrite write(SinkRecord record) {
    return switch (RecordMapper.map(record)) {
      case Mapping.Mapped(ViewWrite write) -> write;
      case Mapping.Unreadable(String why) -> throw new IllegalArgumentException(why);
    };
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
