package dev.vitrine.query.product;

import dev.vitrine.query.http.EntityTags;
import dev.vitrine.query.http.Parameters;
import dev.vitrine.query.view.AtLeast;
import java.util.List;
import java.util.Set;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * What a client says it has seen or waits for, by {@code minVersion} and {@code If-None-Match}: it
 * is never answered with less, whichever replica it asks.
 *
 * @param minVersion -1 where it was not asked for
 * @param tags lines of {@code If-None-Match}
 * @param throughPointer whether the tags hold the product's id
 */
public record Seen(long minVersion, List<String> tags, boolean throughPointer) {
  static Seen of(ServerRequest request, boolean throughPointer) {
    return new Seen(
        Parameters.number(request, "minVersion", -1, 0, Long.MAX_VALUE / 10),
        request.headers().header("If-None-Match"),
        throughPointer);
  }

  /** Nothing that any answer could fall short of. */
  boolean isNothing() {
    return minVersion < 0 && tags.isEmpty();
  }

  /** What it was told by an answer, without what it asks for. */
  Seen before() {
    return new Seen(-1, tags, throughPointer);
  }

  /** The least that may be answered for a product. */
  public AtLeast of(String id) {
    return EntityTags.seen(tags, throughPointer ? id : "").and(new AtLeast(0, minVersion));
  }

  /** The same for what has no id, such as the category tree. */
  public AtLeast ofAll() {
    return of("");
  }

  /** Ids of the products that were seen behind a SKU or slug, a few at most. */
  Set<String> products() {
    return throughPointer ? EntityTags.ids(tags) : Set.of();
  }

  /** Whether there may be no such product. */
  boolean allowsUnknown(String id) {
    return of(id).equals(AtLeast.ANY);
  }
}
