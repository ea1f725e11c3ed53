package dev.vitrine.command.imports;

import dev.vitrine.command.document.Json;
import dev.vitrine.command.imports.format.Row;
import dev.vitrine.command.product.CategoryNames;
import dev.vitrine.command.product.ProductDocument;
import dev.vitrine.command.product.ProductDraft;
import dev.vitrine.command.rejection.FieldError;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Judges rows by themselves. Pure. */
final class Judge {
  private static final int NAMED = 10;

  private Judge() {}

  static Candidate judge(Row row) {
    return switch (row) {
      case Row.Document document -> document(document);
      case Row.Refused r ->
          new Candidate.Unfit(
              new RejectedRow(r.line(), r.sku(), null, r.reason(), r.detail(), null));
      case Row.Broken broken ->
          throw new IllegalStateException(
              "the file was whole when it came, line " + broken.line() + ": " + broken.detail());
    };
  }

  private static Candidate document(Row.Document row) {
    ProductDraft draft;
    try {
      draft = ProductDocument.read(row.json(), CategoryNames.PATHS);
    } catch (Rejected rejected) {
      return unfit(row, rejected.rejection().type(), sentence(rejected.rejection()));
    }
    String id = id(draft);
    if (id == null) {
      return unfit(
          row, "no-id", "The row has no id, slug or SKU that it could be recognised by again.");
    }
    ProductDraft identified = draft.withId(id);
    byte[] document = Json.WIRE.writeValueAsBytes(identified);
    return new Candidate.Wanted(
        row.line(),
        id,
        identified,
        new String(document, StandardCharsets.UTF_8),
        Sha256.of(document),
        row.publishable());
  }

  private static @Nullable String id(ProductDraft draft) {
    if (draft.id() != null) {
      return draft.id();
    }
    if (draft.slug() != null) {
      return DerivedId.of(draft.slug());
    }
    for (var variant : draft.variants()) {
      if (variant.sku() != null) {
        return DerivedId.of(variant.sku());
      }
    }
    return null;
  }

  private static Candidate unfit(Row.Document row, String reason, String detail) {
    return new Candidate.Unfit(
        new RejectedRow(
            row.line(),
            text(row.json().path("variants").path(0).path("sku")),
            text(row.json().path("id")),
            reason,
            detail,
            null));
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.stringValue() : null;
  }

  /** The errors themselves, since a row's report has no list of them. */
  static String sentence(Rejection rejection) {
    if (!(rejection instanceof Rejection.InvalidDocument(List<FieldError> errors))) {
      return rejection.detail();
    }
    String named =
        errors.stream().limit(NAMED).map(Judge::clause).collect(Collectors.joining("; "));
    int more = errors.size() - NAMED;
    return more > 0 ? named + "; and " + more + " more" : named;
  }

  private static String clause(FieldError error) {
    return error.pointer().isEmpty() ? error.detail() : error.pointer() + " " + error.detail();
  }
}
