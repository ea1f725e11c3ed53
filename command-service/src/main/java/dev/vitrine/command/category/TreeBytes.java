package dev.vitrine.command.category;

import java.util.Map;

/** What categories take in the tree's view, in bytes of JSON, without writing it. */
final class TreeBytes {
  /** With the longest version and time there can be. */
  static final int EMPTY =
      "{'categories':[],'version':9223372036854775807,'updatedAt':'2026-11-22T00:35:31.123456789Z'}"
          .length();

  private static final int NODE = "{'id':'','name':{},'children':[]},".length();
  private static final int NAME = "'':'',".length();

  private TreeBytes() {}

  static int of(String id, Map<String, String> name) {
    int bytes = NODE + id.length();
    for (Map.Entry<String, String> text : name.entrySet()) {
      bytes += NAME + text.getKey().length() + ofText(text.getValue());
    }
    return bytes;
  }

  /** UTF-8, with the escapes of RFC 8259, section 7; every control character as if it took six. */
  private static int ofText(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        bytes += 6;
      } else if (c == '"' || c == '\\') {
        bytes += 2;
      } else if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800 || Character.isSurrogate(c)) { // of a pair's four each has two
        bytes += 2;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }
}
