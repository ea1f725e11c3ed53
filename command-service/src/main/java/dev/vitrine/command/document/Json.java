package dev.vitrine.command.document;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The mappers of this service. Decimals keep their digits: 1.250 stays 1.250. */
public final class Json {
  /** Writes events, views and answers, and reads what we wrote ourselves. */
  public static final JsonMapper WIRE =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Reads what others send: two members of one name are an error, not the last one's win. */
  public static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /**
   * Reads one document that others sent, and nothing after it.
   *
   * @throws MalformedJson when it is not JSON, or not within what the parser bears
   */
  public static JsonNode parse(byte[] document) throws MalformedJson {
    JsonNode node;
    try {
      node = STRICT.readTree(document);
    } catch (JacksonException e) {
      throw new MalformedJson(e);
    } catch (NumberFormatException e) {
      // the parser's own for 1e99999999999, whose exponent is more than a BigDecimal has
      throw new MalformedJson("a number is out of bounds");
    }
    if (node.isMissingNode()) {
      throw new MalformedJson("there is nothing");
    }
    return node;
  }
}
