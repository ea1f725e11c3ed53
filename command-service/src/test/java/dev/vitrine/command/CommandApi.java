package dev.vitrine.command;

import dev.vitrine.command.category.CategoryApi;
import dev.vitrine.command.imports.ImportApi;
import dev.vitrine.command.product.ProductApi;
import dev.vitrine.command.state.StateApi;
import dev.vitrine.command.web.ServiceApi;
import dev.vitrine.openapi.ApiDocument;
import dev.vitrine.openapi.KnownAnswers;
import java.util.Set;

/** The document of this service: {@code docs/api/command-service.yaml}. */
public final class CommandApi {
  /** Answers that tests get are compared with the document; security's headers are on all. */
  public static final KnownAnswers ANSWERS =
      new KnownAnswers(
          document(),
          Set.of(
              "cache-control",
              "expires",
              "pragma",
              "referrer-policy",
              "x-content-type-options",
              "x-frame-options",
              "x-xss-protection"));

  private CommandApi() {}

  static ApiDocument document() {
    ApiDocument document =
        new ApiDocument(
            "Vitrine command service",
            """
            What catalog admins do: every change is an event that is never lost. A 200 or 201 means committed; \
            `version` is the sequence of the last event and goes, as ETag, into `If-Match`.

            Bodies are read strictly: unknown members, members sent twice and wrong types are errors, all named \
            at once. Errors are problem documents (RFC 9457). GET goes with HEAD.\
            """,
            "http://127.0.0.1:8081");
    ServiceApi.describe(document);
    return document
        .tag("Products", "Created once, changed by actions.")
        .operations("Products", ProductApi.operations(document.schemas()))
        .tag("Categories", "The tree; versions and ETags are those of the whole tree.")
        .operations("Categories", CategoryApi.operations(document.schemas()))
        .tag("Imports", "Files of many products.")
        .operations("Imports", ImportApi.operations(document.schemas()))
        .tag("State", "What the audit compares the stores with.")
        .operations("State", StateApi.operations(document.schemas()))
        .tag("Document", "What you read.")
        .operations("Document", ServiceApi.documents());
  }
}
