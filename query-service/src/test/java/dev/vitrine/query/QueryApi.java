package dev.vitrine.query;

import dev.vitrine.openapi.ApiDocument;
import dev.vitrine.openapi.KnownAnswers;
import dev.vitrine.query.category.CategoryApi;
import dev.vitrine.query.http.ReadApi;
import dev.vitrine.query.listing.ListingApi;
import dev.vitrine.query.product.ProductApi;
import dev.vitrine.query.stream.StreamApi;
import java.util.Set;

/** The document of this service: {@code docs/api/query-service.yaml}. */
public final class QueryApi {
  /** Every answer that {@link Shop} gets is compared with the document. */
  static final KnownAnswers ANSWERS = new KnownAnswers(document(), Set.of());

  private QueryApi() {}

  static ApiDocument document() {
    ApiDocument document =
        new ApiDocument(
            "Vitrine query service",
            """
            What shoppers read: public, by GET and HEAD. No replica answers with an older version than it has \
            answered before; who sends the version that was seen, by `If-None-Match` or `minVersion`, gets no \
            older one from any replica.

            Any origin may read (`Access-Control-Allow-Origin: *`). Errors are problem documents (RFC 9457). \
            What the HTTP parser refuses has no body: a URI over 16 KB (414), headers over 8 KB (413 or 431), \
            no HTTP at all (400).\
            """,
            "http://127.0.0.1:8080");
    ReadApi.describe(document);
    document
        .tag("Products", "One product, or several.")
        .operations("Products", ProductApi.operations(document.schemas()))
        .tag("Categories", "The tree, and what is in it.")
        .operations("Categories", CategoryApi.operations(document.schemas()))
        .operations("Categories", ListingApi.operations(document.schemas()))
        .tag("Changes", "Server-sent events.")
        .operations("Changes", StreamApi.operations(document.schemas()))
        .tag("Document", "What you read.")
        .operations("Document", ReadApi.documents());
    return document;
  }
}
