package dev.vitrine.standalone.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Half a SHA-256 of JSON content, so that a whole catalog's expectations fit in a small heap. Equal
 * for equal content: the order of an object's fields does not count (but for {@code options}, which
 * keep theirs), and a number counts by its value.
 */
record Digest(long high, long low) {
  /** The one object whose order of fields is content, see the product document. */
  private static final String ORDERED = "options";

  static Digest of(JsonNode content) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      add(sha, content, false);
      ByteBuffer bytes = ByteBuffer.wrap(sha.digest());
      return new Digest(bytes.getLong(), bytes.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void add(MessageDigest sha, JsonNode node, boolean ordered) {
    if (node.isObject()) {
      addObject(sha, node, ordered);
    } else if (node.isArray()) {
      sha.update((byte) '[');
      for (JsonNode element : node) {
        add(sha, element, false);
      }
      sha.update((byte) ']');
    } else if (node.isNumber()) {
      addText(sha, '#', node.decimalValue().stripTrailingZeros().toString());
    } else if (node.isString()) {
      addText(sha, '"', node.asString());
    } else {
      addText(sha, '=', node.toString()); // true, false, null
    }
  }

  private static void addObject(MessageDigest sha, JsonNode node, boolean ordered) {
    sha.update((byte) '{');
    if (ordered) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        addField(sha, field);
      }
    } else {
      var sorted = new TreeMap<String, JsonNode>();
      node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
      for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
        addField(sha, field);
      }
    }
    sha.update((byte) '}');
  }

  private static void addField(MessageDigest sha, Map.Entry<String, JsonNode> field) {
    addText(sha, ':', field.getKey());
    add(sha, field.getValue(), field.getKey().equals(ORDERED));
  }

  /** With its length: no two sequences of texts have the same bytes. */
  private static void addText(MessageDigest sha, char kind, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha.update((byte) kind);
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    sha.update(bytes);
  }
}
