package dev.vitrine.query.http;

import dev.vitrine.contract.Limits;
import dev.vitrine.contract.view.VersionTag;
import dev.vitrine.query.view.AtLeast;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code If-None-Match} as RFC 9110, section 13.1.2 has it: weak comparison, lists, {@code *}. */
public final class EntityTags {
  private static final int MAX_IDS = 4;

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

  /**
   * What entity tags of ours have told of.
   *
   * @param id of the product, where the tags hold it; else empty
   */
  public static AtLeast seen(List<String> headers, String id) {
    AtLeast seen = AtLeast.ANY;
    for (String header : headers) {
      for (VersionTag tag : VersionTag.in(header)) {
        if (id.equals(tag.product() == null ? "" : tag.product())) {
          seen = seen.and(new AtLeast(tag.version().format(), tag.version().sequence()));
        }
      }
    }
    return seen;
  }

  /** The products that entity tags of ours name; not more than {@link #MAX_IDS}. */
  public static Set<String> ids(List<String> headers) {
    Set<String> ids = new LinkedHashSet<>();
    for (String header : headers) {
      for (VersionTag tag : VersionTag.in(header)) {
        String product = tag.product();
        if (ids.size() < MAX_IDS && product != null && Limits.ID.matcher(product).matches()) {
          ids.add(product);
        }
      }
    }
    return ids;
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
