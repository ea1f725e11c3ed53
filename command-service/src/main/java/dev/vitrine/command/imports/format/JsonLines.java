package dev.vitrine.command.imports.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One product document a line. Empty lines are passed over; a byte order mark is, too. */
final class JsonLines implements RowReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private final Lines lines;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

  JsonLines(InputStream in) {
    lines = new Lines(in);
  }

  @Override
  public @Nullable Row next() throws IOException {
    for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
      byte[] bytes = line.bytes();
      if (bytes == null) {
        return new Row.Refused(
            line.number(), null, "too-long", "the line is longer than " + Lines.MAX_BYTES + " B");
      }
      if (!blank(bytes)) {
        return row(line.number(), bytes);
      }
    }
    return null;
  }

  @Override
  public void skip(long rows) throws IOException {
    long left = rows;
    while (left > 0) {
      Lines.Line line = lines.next();
      if (line == null) {
        return;
      }
      byte[] bytes = line.bytes();
      if (bytes == null || !blank(bytes)) {
        left--;
      }
    }
  }

  private static boolean blank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private Row row(long number, byte[] bytes) {
    String text;
    try {
      text = utf8.decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return new Row.Refused(number, null, "not-utf-8", "the line is not UTF-8");
    }
    if (number == 1 && text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    try {
      JsonNode node = JSON.readTree(text);
      if (node instanceof ObjectNode object) {
        return new Row.Document(number, object, true);
      }
      return new Row.Refused(number, null, "not-an-object", "the line is JSON, but not an object");
    } catch (StreamConstraintsException e) {
      // Well formed as far as it was read: nested too deeply, or a number of too many digits.
      return new Row.Refused(number, null, "too-complex", e.getOriginalMessage());
    } catch (JacksonException e) {
      return new Row.Broken(number, "not JSON: " + firstSentence(e.getOriginalMessage()));
    }
  }

  private static String firstSentence(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
