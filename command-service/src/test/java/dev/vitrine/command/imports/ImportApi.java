package dev.vitrine.command.imports;

import dev.vitrine.command.imports.format.ImportFormat;
import dev.vitrine.command.web.ServiceApi;
import dev.vitrine.openapi.Operation;
import dev.vitrine.openapi.Parameter;
import dev.vitrine.openapi.Schema;
import dev.vitrine.openapi.Schemas;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the document says of {@link ImportRoutes}. */
public final class ImportApi {
  private ImportApi() {}

  public static List<Operation> operations(Schemas schemas) {
    schemas
        .bound(ImportJob.class, "state", "enum", List.of("running", "done", "failed"))
        .bound(ImportJob.class, "format", "enum", formats())
        .say(ImportJob.class, "total", "Rows in the file.")
        .say(ImportJob.class, "read", "Rows decided so far, accepted and rejected.")
        .say(ImportJob.class, "bytes", "Of the file, inflated.")
        .say(ImportJob.class, "createdBy", "`sub` of the token.")
        .say(ImportJob.class, "error", "Why it failed.")
        .say(RejectedRow.class, "line", "On which the row begins, from 1.")
        .say(RejectedRow.class, "sku", "The SKU it is about, else the row's first.")
        .say(RejectedRow.class, "id", "The row's id, sent or derived.")
        .say(
            RejectedRow.class,
            "reason",
            "A stable word: what a product that is created or changed may be refused for (409 and"
                + " 422 of those calls), or one of the format.")
        .say(RejectedRow.class, "owner", "Id of the product that stands in the way.")
        .named(ImportRoutes.Page.class, "RejectedRows")
        .say(ImportRoutes.Page.class, "next", "Goes into `after`; null on the last page.");
    Map<String, Object> job = schemas.of(ImportJob.class);
    Parameter id =
        Parameter.path("id", Schema.of("type", "string", "format", "uuid"), "The import's id.");
    return List.of(
        ServiceApi.audit(Operation.post("/v1/imports", "startImport", "Import a file"))
            .text(
                """
                The answer comes when the file is in the database and was found to be of its format; what is \
                broken is refused whole and changes nothing. Rows are then decided as if one after the other, \
                and go on after a crash. The same content again is accepted and writes nothing. Versions are \
                not told: who waits for a row to be readable asks for its product's here, and with that as \
                `minVersion` at the query side.

                - `jsonl`: a product document a line, `categories` being paths such as `A > B`
                - `csv`: columns `id, sku, name, description, brand, categories, price, currency, barcode, \
                slug, image, attr:<name>, option:<name>`
                - `shopify-csv`: Shopify's product export\
                """)
            .takes(
                Parameter.query("format", Schema.oneOf(formats()), "What the file is.").needed(),
                Parameter.query(
                    "publish",
                    Schema.with(Schema.bool(), "default", false),
                    "Whether what is imported is published."),
                Parameter.query(
                    "currency",
                    Schema.of("type", "string", "pattern", "^[A-Z]{3}$"),
                    "Of prices that do not say theirs (ISO 4217). Required for "
                        + needCurrency()
                        + "."),
                Parameter.header(
                    "Content-Encoding",
                    Schema.oneOf(List.of("gzip", "identity")),
                    "May be left out for gzip too, which is known by its first bytes."),
                ServiceApi.traceparent())
            .takesBody(
                "The file, plain or gzip, of any media type.",
                Map.of("*/*", Schema.of("type", "string", "contentMediaType", "text/plain")))
            .answersJson(202, "Durably accepted.", job, "Location")
            .fails(400, "bad-parameter", "empty-upload", "bad-gzip", "upload-broken-off")
            .fails(408, "upload-stalled", "upload-too-slow")
            .fails(413, "upload-too-large")
            .fails(415, "unsupported-encoding")
            .fails(422, "broken-file")
            .fails(503, "imports-busy"),
        ServiceApi.read(Operation.get("/v1/imports", "imports", "The newest imports"))
            .answersJson(
                200,
                "At most " + ImportRoutes.IMPORTS + ".",
                schemas.define(
                    "Imports", Schema.object(Schema.of("items", Schema.array(job)), List.of()))),
        ServiceApi.read(Operation.get("/v1/imports/{id}", "import", "How far an import is"))
            .takes(id)
            .answersJson(200, "The import.", job)
            .fails(404, "unknown-import"),
        ServiceApi.read(
                Operation.get(
                    "/v1/imports/{id}/rejections", "rejectedRows", "The rows that were refused"))
            .takes(
                id,
                Parameter.query(
                    "after",
                    Schema.with(Schema.integer(0, 999_999_999_999_999_999L), "default", 0),
                    "Begin behind this line."),
                Parameter.query(
                    "limit",
                    Schema.with(
                        Schema.integer(0, ImportRoutes.MAX_REJECTIONS),
                        "default",
                        ImportRoutes.DEFAULT_REJECTIONS),
                    "Rows on a page."))
            .answersJson(200, "A page, by line.", schemas.of(ImportRoutes.Page.class))
            .fails(400, "bad-parameter")
            .fails(404, "unknown-import"));
  }

  private static List<String> formats() {
    return Arrays.stream(ImportFormat.values()).map(ImportFormat::text).toList();
  }

  private static String needCurrency() {
    return String.join(
        ", ",
        Arrays.stream(ImportFormat.values())
            .filter(ImportFormat::needsCurrency)
            .map(format -> "`" + format.text() + "`")
            .toList());
  }
}
