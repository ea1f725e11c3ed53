package dev.vitrine.query.http;

import java.util.List;

/** {@code If-None-Match} as RFC 9110, section 13.1.2 has it: weak comparison, lists, {@code *}. */
final class EntityTags {
  private EntityTags() {}

  /**
   * @param headers the header's lines
   * @param etag strong, with its quotes
   * @return false also for lines that cannot be understood: the client then gets the whole answer
   */
  static boolean match(List<String> headers, String etag) {
    for (String header : headers) {
      if (header.strip().equals("*") || lists(header, etag)) {
        return true;
      }
    }
    return false;
  }

  private static boolean lists(String header, String etag) {
    int at = 0;
    while (true) {
      int open = header.indexOf('"', at);
      int close = open < 0 ? -1 : header.indexOf('"', open + 1);
      if (close < 0) {
        return false;
      }
      if (etag.length() == close + 1 - open && header.startsWith(etag, open)) {
        return true;
      }
      at = close + 1;
    }
  }
}
