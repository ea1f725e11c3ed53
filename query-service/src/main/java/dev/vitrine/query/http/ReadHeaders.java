package dev.vitrine.query.http;

import java.util.List;
import java.util.Map;

/** What every answer to a read carries, whoever writes it. */
final class ReadHeaders {
  /**
   * Any cache may keep an answer and none may use it unasked: a price that changed is seen at the
   * next look, and asking costs a 304 without a body.
   */
  static final String CACHE_CONTROL = "no-cache, public";

  /**
   * For caches that the shop runs itself (RFC 9213): one place goes on answering for a moment while
   * it asks, and does not go back, since it asks with the entity tag that it has.
   */
  static final String CDN_CACHE_CONTROL = "max-age=1, stale-while-revalidate=5";

  /** Everything here is public and nothing takes a cookie: any page may read. */
  static final Map<String, String> CROSS_ORIGIN =
      Map.of(
          "Access-Control-Allow-Origin",
          "*",
          "Access-Control-Expose-Headers",
          String.join(
              ", ",
              List.of(
                  "ETag",
                  "Retry-After",
                  "Content-Location",
                  "Warning",
                  Answers.VERSION,
                  Answers.SOURCE)));

  private ReadHeaders() {}
}
