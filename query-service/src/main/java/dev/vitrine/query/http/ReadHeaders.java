package dev.vitrine.query.http;

import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.Source;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

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

  /**
   * Everything here is public and nothing takes a cookie: any page may read. As bytes, since they
   * go out with every answer.
   */
  private static final Map<AsciiString, AsciiString> CROSS_ORIGIN =
      Map.of(
          AsciiString.cached("Access-Control-Allow-Origin"),
          AsciiString.cached("*"),
          AsciiString.cached("Access-Control-Expose-Headers"),
          AsciiString.cached(
              String.join(
                  ", ",
                  List.of(
                      "Age",
                      "ETag",
                      "Retry-After",
                      "Content-Location",
                      "Warning",
                      Answers.VERSION,
                      Answers.SOURCE))));

  private static final AsciiString DATE = AsciiString.cached("Date");
  private static final AsciiString ETAG = AsciiString.cached("ETag");
  private static final AsciiString VERSION = AsciiString.cached(Answers.VERSION);
  private static final AsciiString SOURCE = AsciiString.cached(Answers.SOURCE);
  private static final AsciiString CACHE = AsciiString.cached("Cache-Control");
  private static final AsciiString CACHE_VALUE = AsciiString.cached(CACHE_CONTROL);
  private static final AsciiString CDN = AsciiString.cached("CDN-Cache-Control");
  private static final AsciiString CDN_VALUE = AsciiString.cached(CDN_CACHE_CONTROL);
  private static final AsciiString VARY = AsciiString.cached("Vary");
  private static final AsciiString ACCEPT_ENCODING = AsciiString.cached("Accept-Encoding");

  private ReadHeaders() {}

  /** What every answer has. */
  static void always(BiConsumer<CharSequence, CharSequence> header) {
    header.accept(DATE, HttpDate.now());
    CROSS_ORIGIN.forEach(header);
  }

  /** What tells of a stored view, with its body or with a 304. */
  static void tell(
      FoundView found, Representation chosen, BiConsumer<CharSequence, CharSequence> header) {
    header.accept(VERSION, Long.toString(found.view().version().sequence()));
    tell(chosen, found.source(), found.staleSeconds(), header);
    if (found.staleSeconds() == 0) {
      header.accept(CDN, CDN_VALUE);
    }
  }

  /**
   * The same of several. Their tag does not say which versions a cache has, so a replica that is
   * behind could not tell it to wait: no cache is let go on unasked.
   */
  static void tell(
      Combined combined, Representation chosen, BiConsumer<CharSequence, CharSequence> header) {
    tell(chosen, combined.source(), combined.staleSeconds(), header);
  }

  private static void tell(
      Representation chosen,
      Source source,
      long staleSeconds,
      BiConsumer<CharSequence, CharSequence> header) {
    header.accept(ETAG, chosen.etag());
    header.accept(SOURCE, source.text());
    header.accept(CACHE, CACHE_VALUE);
    header.accept(VARY, ACCEPT_ENCODING);
    if (staleSeconds > 0) {
      Answers.staleness(staleSeconds).forEach(header);
    }
  }
}
