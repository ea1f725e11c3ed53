package dev.vitrine.query.http;

import dev.vitrine.contract.Limits;
import dev.vitrine.openapi.ApiDocument;
import dev.vitrine.openapi.Operation;
import dev.vitrine.openapi.Parameter;
import dev.vitrine.openapi.ProblemDescription;
import dev.vitrine.openapi.Schema;
import dev.vitrine.query.view.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the document says of all reads. */
public final class ReadApi {
  /** Headers of an answer that is a stored view. */
  private static final String[] STORED = {
    "ETag",
    "Vitrine-Version",
    "Vitrine-Source",
    "Cache-Control",
    "CDN-Cache-Control",
    "Vary",
    "Age",
    "Warning"
  };

  private static final String[] COMBINED = {
    "ETag", "Vitrine-Source", "Cache-Control", "Vary", "Age", "Warning"
  };

  private static final String THE_CLIENT_HAS_IT =
      "The client has it: an entity tag in If-None-Match is the answer's.";

  private ReadApi() {}

  /** Headers, problems, and what is answered where there is no operation. */
  public static void describe(ApiDocument document) {
    document
        .header(
            "ETag",
            Schema.string(),
            "Strong. `\"<version>-<format>\"`, behind a SKU or slug with the product's id, of a"
                + " gzip body with `~gzip` at its end; of several products together opaque. One of"
                + " a product goes into If-None-Match here and into If-Match of the command"
                + " service.")
        .header(
            "Vitrine-Version",
            Schema.of("type", "integer", "format", "int64"),
            "The version of the product, or of the category tree, that is answered.")
        .header(
            "Vitrine-Source",
            Schema.oneOf(Arrays.stream(Source.values()).map(Source::text).toList()),
            "Where the answer came from; of several, the farthest.")
        .header(
            "Cache-Control",
            Schema.string(),
            "`"
                + ReadHeaders.CACHE_CONTROL
                + "`: any cache may keep the answer and asks before it is used. Of a stream"
                + " `no-store`.")
        .header(
            "CDN-Cache-Control",
            Schema.string(),
            "For caches that the shop runs itself (RFC 9213): `"
                + ReadHeaders.CDN_CACHE_CONTROL
                + "`. Not there with Age.")
        .header("Vary", Schema.string(), "`Accept-Encoding`.")
        .header(
            "Age",
            Schema.of("type", "integer"),
            "Seconds since a store last confirmed the answer. Only there, with Warning, while none"
                + " can be asked.")
        .header("Warning", Schema.string(), "`110`, with Age.")
        .header("Content-Encoding", Schema.oneOf(List.of("gzip")), "Where the body is compressed.")
        .header(
            "Content-Location",
            Schema.string(),
            "The product by its id, where it was asked otherwise.")
        .header("Retry-After", Schema.of("type", "integer"), "Seconds.")
        .header("Allow", Schema.string(), "The methods that this path knows.")
        .header("X-Accel-Buffering", Schema.string(), "`no`: proxies pass events on at once.")
        .header("Content-Security-Policy", Schema.string(), "The page loads nothing.");
    for (ProblemType type : ProblemType.values()) {
      document.problem(
          ProblemDescription.of(type.text(), type.status().value(), type.meaning(), headers(type)));
    }
    document
        .problemMembers(Map.of())
        .elsewhere(400, "malformed-uri", "refused")
        .elsewhere(404, "not-found")
        .elsewhere(405, "method-not-allowed")
        .elsewhere(500, "internal");
  }

  private static String[] headers(ProblemType type) {
    return switch (type) {
      case UNAVAILABLE, VERSION_NOT_READABLE_YET, NOT_READABLE_YET, TOO_MANY_STREAMS ->
          new String[] {"Retry-After", "Cache-Control"};
      case PRODUCT_NOT_PUBLISHED ->
          new String[] {"Vitrine-Version", "Vitrine-Source", "Cache-Control"};
      case METHOD_NOT_ALLOWED -> new String[] {"Allow", "Cache-Control"};
      case MALFORMED_URI -> new String[0];
      default -> new String[] {"Cache-Control"};
    };
  }

  /** The id of a product or category. */
  public static Parameter id(String description) {
    return Parameter.path("id", idSchema(), description);
  }

  public static Map<String, Object> idSchema() {
    return Schema.of("type", "string", "pattern", "^" + Limits.ID.pattern() + "$");
  }

  /**
   * An answer that is a stored view, or is made of one.
   *
   * @param more headers
   */
  public static Operation stored(
      Operation operation, String what, Map<String, Object> schema, String... more) {
    String[] headers = concat(STORED, more);
    return always(operation)
        .takes(ifNoneMatch(), acceptEncoding())
        .answersJson(200, what, schema, concat(headers, "Content-Encoding"))
        .answers(304, THE_CLIENT_HAS_IT, headers)
        .fails(503, "unavailable", "not-readable-yet");
  }

  /** An answer that is put together from several views. */
  public static Operation combined(Operation operation, String what, Map<String, Object> schema) {
    return always(operation)
        .takes(ifNoneMatch(), acceptEncoding())
        .answersJson(200, what, schema, concat(COMBINED, "Content-Encoding"))
        .answers(304, THE_CLIENT_HAS_IT, COMBINED)
        .fails(503, "unavailable", "not-readable-yet");
  }

  /** A read that waits for a version. */
  public static Operation waits(Operation operation, String what) {
    return operation
        .takes(
            Parameter.query(
                "minVersion",
                Schema.integer(0, Long.MAX_VALUE / 10),
                "Reads your own write: at least this version of "
                    + what
                    + ", never an older one. Of what leads to no product none is ever reached:"
                    + " whether a SKU is free is to be asked without."),
            Parameter.header(
                "Prefer",
                Schema.string(),
                "`wait=<seconds>` (RFC 7240): how long to wait for that version, or for one that"
                    + " If-None-Match says was seen. Ten seconds at most; without it not at all."))
        .fails(400, "invalid-parameter")
        .fails(503, "version-not-readable-yet");
  }

  public static Operation always(Operation operation) {
    return operation.fails(400, "malformed-uri").fails(500, "internal");
  }

  /** The calls of {@link DocumentRoutes}. */
  public static List<Operation> documents() {
    return List.of(
        always(Operation.get("/docs", "page", "This document as a page"))
            .answers(
                200,
                "A page that is complete in itself.",
                Map.of("text/html", Schema.string()),
                "Cache-Control",
                "Content-Security-Policy"),
        always(Operation.get("/docs/openapi.yaml", "document", "This document"))
            .answers(
                200,
                "OpenAPI 3.1.",
                Map.of("application/yaml", Schema.string()),
                "Cache-Control",
                "Content-Security-Policy"));
  }

  private static Parameter ifNoneMatch() {
    return Parameter.header(
        "If-None-Match",
        Schema.string(),
        "Entity tags that the client has. One of this service also says which version it has seen:"
            + " it is never answered with an older one.");
  }

  private static Parameter acceptEncoding() {
    return Parameter.header(
        "Accept-Encoding",
        Schema.string(),
        "With `gzip`, a body of 512 bytes and more is compressed, under an entity tag of its own;"
            + " of several products together one of 256 KB at most; a single category with a tree"
            + " of that size.");
  }

  private static String[] concat(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
