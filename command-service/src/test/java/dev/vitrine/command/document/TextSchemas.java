package dev.vitrine.command.document;

import dev.vitrine.openapi.Schema;
import dev.vitrine.openapi.Schemas;
import java.util.List;
import java.util.Map;

/** The schemas of texts, by the rules that they are read by. */
public final class TextSchemas {
  private TextSchemas() {}

  public static Map<String, Object> of(TextRule rule) {
    Map<String, Object> schema = Schema.string();
    if (!rule.blank()) {
      schema.put("minLength", 1);
    }
    if (rule.bytes()) {
      schema.put("description", "At most " + rule.max() + " bytes of UTF-8.");
    } else {
      schema.put("maxLength", rule.max());
    }
    if (rule.pattern() != null) {
      schema.put("pattern", "^" + rule.pattern().pattern() + "$");
    }
    return schema;
  }

  public static Map<String, Object> orNull(Map<String, Object> text) {
    return Schema.with(text, "type", List.of("string", "null"));
  }

  /** See {@link LocalizedText}. */
  public static Map<String, Object> localized(Schemas schemas, String name, TextRule rule) {
    return schemas.define(
        name,
        Schema.of(
            "description",
            "A text in the default locale, or an object of locale (BCP 47) to text.",
            "oneOf",
            List.of(of(rule), Schema.of("type", "object", "additionalProperties", of(rule))),
            "examples",
            List.of("Desk lamp", Map.of("en", "Desk lamp"))));
  }
}
