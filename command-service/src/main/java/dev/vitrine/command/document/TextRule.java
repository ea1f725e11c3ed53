package dev.vitrine.command.document;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a text may be. No text may hold U+0000, which PostgreSQL cannot store, or half a surrogate
 * pair, which is no character.
 *
 * @param max in UTF-8 bytes when {@code bytes}, else in UTF-16 units
 */
public record TextRule(int max, boolean bytes, boolean blank, @Nullable Pattern pattern) {
  /** At most so many characters, not blank. */
  public static TextRule upTo(int max) {
    return new TextRule(max, false, false, null);
  }

  public static TextRule upToBytes(int max) {
    return new TextRule(max, true, false, null);
  }

  public TextRule orBlank() {
    return new TextRule(max, bytes, true, pattern);
  }

  public TextRule matching(Pattern newPattern) {
    return new TextRule(max, bytes, blank, newPattern);
  }

  /** The text, or null and a noted error. */
  public @Nullable String read(JsonNode node, String pointer, FieldErrors errors) {
    if (!node.isString()) {
      errors.add(pointer, "must be a string");
      return null;
    }
    String text = node.stringValue();
    Optional<String> wrong = wrongWith(text);
    wrong.ifPresent(detail -> errors.add(pointer, detail));
    return wrong.isPresent() ? null : text;
  }

  /** What is wrong with the text, as a clause; empty when nothing is. */
  public Optional<String> wrongWith(String text) {
    if (!blank && text.isBlank()) {
      return Optional.of("must not be blank");
    }
    int length = bytes ? text.getBytes(StandardCharsets.UTF_8).length : text.length();
    if (length > max) {
      return Optional.of("must be at most " + max + (bytes ? " bytes" : " characters") + " long");
    }
    if (text.indexOf('\0') >= 0) {
      return Optional.of("must not contain U+0000");
    }
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      return Optional.of("must not contain half a surrogate pair");
    }
    if (pattern != null && !pattern.matcher(text).matches()) {
      return Optional.of("must match " + pattern);
    }
    return Optional.empty();
  }
}
