package dev.vitrine.command.document;

import dev.vitrine.contract.Limits;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A text in several languages: {@code {"en": "Lamp"}}, or a string for the default locale. */
public final class LocalizedText {
  private static final int MAX_LOCALES = 100;

  /** The shape of a BCP 47 tag: a language and subtags. Registered or not is not looked up. */
  private static final Pattern LOCALE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,7}");

  private LocalizedText() {}

  /**
   * @param rule for the text in each locale
   */
  public static Fields.Reader<Map<String, String>> reader(TextRule rule) {
    return (node, pointer, errors) -> read(node, pointer, errors, rule);
  }

  private static Map<String, String> read(
      JsonNode node, String pointer, FieldErrors errors, TextRule rule) {
    if (node.isString()) {
      String text = rule.read(node, pointer, errors);
      return text == null ? Map.of() : Map.of(Limits.DEFAULT_LOCALE, text);
    }
    if (!node.isObject()) {
      errors.add(pointer, "must be a string or an object of locale to text");
      return Map.of();
    }
    if (node.size() > MAX_LOCALES) {
      errors.add(pointer, "must have at most " + MAX_LOCALES + " locales");
      return Map.of();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String where = FieldErrors.child(pointer, entry.getKey());
      if (!LOCALE.matcher(entry.getKey()).matches()) {
        errors.add(where, "is not a locale such as 'en' or 'pt-BR'");
      }
      String text = rule.read(entry.getValue(), where, errors);
      if (text != null) {
        texts.put(entry.getKey(), text);
      }
    }
    return Collections.unmodifiableMap(texts);
  }

  /** The text lists are sorted and siblings told apart by: the default locale's, else the first. */
  public static String inDefaultLocale(Map<String, String> texts) {
    String text = texts.get(Limits.DEFAULT_LOCALE);
    return text != null ? text : texts.values().iterator().next();
  }
}
