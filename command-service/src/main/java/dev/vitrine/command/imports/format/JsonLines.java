package dev.vitrine.command.imports.format;

import dev.vitrine.command.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One product document a line. Empty lines are passed over; a byte order mark is, too. */
final class JsonLines implements RowReader {
  /** Tells a member that is there twice, which is well-formed, from text that is no JSON. */
  private static final JsonMapper JSON =
      Json.STRICT
          .rebuild()
          .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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
      if (line.binary()) {
        return new Row.Broken(line.number(), "not text: it holds a zero byte");
      }
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
    try {
      return json(number, utf8.decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      // In a text of another encoding only the letters are wrong; in rubbish everything is.
      return json(number, new String(bytes, StandardCharsets.ISO_8859_1))
              instanceof Row.Broken broken
          ? broken
          : new Row.Refused(number, null, "not-utf-8", "the line is not UTF-8");
    }
  }

  private static final Pattern PARSER_PLACE =
      Pattern.compile("\n| \\(start marker at| at \\[Source");

  private static Row json(long number, String line) {
    String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
    try (JsonParser parser = JSON.createParser(text)) {
      JsonNode node = JSON.readTree(parser);
      if (parser.nextToken() != null) {
        return new Row.Broken(number, "not JSON: there is more after the value");
      }
      if (node instanceof ObjectNode object) {
        return new Row.Document(number, object, true);
      }
      return new Row.Refused(number, null, "not-an-object", "the line is JSON, but not an object");
    } catch (StreamConstraintsException e) {
      // Well formed as far as it was read: nested too deeply, or a number of too many digits.
      return new Row.Refused(number, null, "too-complex", e.getOriginalMessage());
    } catch (NumberFormatException _) {
      // The parser's own for 1e99999999999, whose exponent is more than a BigDecimal has.
      return new Row.Refused(number, null, "too-complex", "a number is out of bounds");
    } catch (DatabindException e) {
      return new Row.Refused(
          number, null, "duplicate-member", firstSentence(e.getOriginalMessage()));
    } catch (JacksonException e) {
      return new Row.Broken(number, "not JSON: " + firstSentence(e.getOriginalMessage()));
    }
  }

  /** Without where the parser was: it read one line, and knows nothing of the file. */
  private static String firstSentence(String message) {
    return PARSER_PLACE.split(message, 2)[0];
  }
}
