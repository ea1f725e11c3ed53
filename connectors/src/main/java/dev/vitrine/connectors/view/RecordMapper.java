package dev.vitrine.connectors.view;

import dev.vitrine.connectors.view.Mapping.Mapped;
import dev.vitrine.connectors.view.Mapping.Unreadable;
import dev.vitrine.contract.TraceContext;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewHeaders;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads a record of the views topic. Keys, headers and bodies arrive as bytes or as text. */
final class RecordMapper {
  /** Redis compares versions as doubles. */
  private static final long MAX_SEQUENCE = 1L << 53;

  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,16}");

  private RecordMapper() {}

  static Mapping map(SinkRecord record) {
    try {
      return new Mapped(
          new ViewWrite(
              key(record),
              new StoredView(version(record), gone(record), body(record)),
              changedAt(record),
              record));
    } catch (UnreadableRecord e) {
      return new Unreadable(e.why);
    }
  }

  /** Of a record that may hold anything; null when it has none. */
  static @Nullable String traceparent(SinkRecord record) {
    Header header = record.headers().lastWithName(ViewHeaders.TRACEPARENT);
    try {
      return header == null ? null : text("the trace", header.value());
    } catch (UnreadableRecord e) {
      return null;
    }
  }

  /** For a log line; empty when there is none. */
  static String traceId(SinkRecord record) {
    return TraceContext.parse(traceparent(record)).map(TraceContext::traceId).orElse("");
  }

  /** For a log line: the product that a record is about, empty when it is about none. */
  static String product(SinkRecord record) {
    try {
      return switch (key(record)) {
        case ViewKey.Product(String id) -> id;
        case ViewKey.Listing(String _, String id) -> id;
        case ViewKey.Sku _, ViewKey.Slug _, ViewKey.Categories _ -> "";
      };
    } catch (UnreadableRecord e) {
      return "";
    }
  }

  private static ViewKey key(SinkRecord record) throws UnreadableRecord {
    String text = text("the key", record.key());
    try {
      return ViewKey.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecord("not a view key: " + shortened(text));
    }
  }

  private static ViewVersion version(SinkRecord record) throws UnreadableRecord {
    long format = number(record, ViewHeaders.FORMAT, Integer.MAX_VALUE);
    return new ViewVersion((int) format, number(record, ViewHeaders.SEQUENCE, MAX_SEQUENCE));
  }

  private static boolean gone(SinkRecord record) throws UnreadableRecord {
    String state = header(record, ViewHeaders.STATE);
    return switch (state) {
      case ViewHeaders.LIVE -> false;
      case ViewHeaders.GONE -> true;
      default ->
          throw new UnreadableRecord(
              ViewHeaders.STATE + " is neither live nor gone: " + shortened(state));
    };
  }

  private static byte[] body(SinkRecord record) throws UnreadableRecord {
    return switch (record.value()) {
      case byte[] bytes when bytes.length > 0 -> bytes;
      case String text when !text.isEmpty() -> text.getBytes(StandardCharsets.UTF_8);
      case null ->
          throw new UnreadableRecord("a tombstone: what is gone keeps a body and a version");
      default ->
          throw new UnreadableRecord(
              "the body is empty or no bytes; set value.converter to ByteArrayConverter");
    };
  }

  /** Only measured, so a record without a readable time is stored like any other. */
  private static @Nullable Instant changedAt(SinkRecord record) {
    try {
      return Instant.parse(header(record, ViewHeaders.TIME));
    } catch (UnreadableRecord | DateTimeException e) {
      return null;
    }
  }

  private static long number(SinkRecord record, String name, long max) throws UnreadableRecord {
    String text = header(record, name);
    if (!DECIMAL.matcher(text).matches() || Long.parseLong(text) > max) {
      throw new UnreadableRecord(
          name + " is not a whole number up to " + max + ": " + shortened(text));
    }
    return Long.parseLong(text);
  }

  private static String header(SinkRecord record, String name) throws UnreadableRecord {
    Header header = record.headers().lastWithName(name);
    if (header == null) {
      throw new UnreadableRecord("header " + name + " is missing");
    }
    return text("header " + name, header.value());
  }

  private static String text(String what, @Nullable Object value) throws UnreadableRecord {
    return switch (value) {
      case null -> throw new UnreadableRecord(what + " is null");
      case String text -> text;
      case byte[] bytes -> {
        try {
          yield StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
          throw new UnreadableRecord(what + " is not UTF-8");
        }
      }
      default -> throw new UnreadableRecord(what + " arrived as " + value.getClass().getName());
    };
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }

  /** Control flow of this class only; it never leaves it. */
  private static final class UnreadableRecord extends Exception {
    private static final long serialVersionUID = 1;
    private final String why;

    UnreadableRecord(String why) {
      super(why, null, false, false);
      this.why = why;
    }
  }
}
