package dev.vitrine.command.web;

import dev.vitrine.command.rejection.FieldError;
import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.command.rejection.RejectionMeanings;
import dev.vitrine.openapi.ApiDocument;
import dev.vitrine.openapi.Operation;
import dev.vitrine.openapi.Parameter;
import dev.vitrine.openapi.ProblemDescription;
import dev.vitrine.openapi.Schema;
import dev.vitrine.openapi.Schemas;
import java.util.List;
import java.util.Map;

/** What the document says of all calls. */
public final class ServiceApi {
  private ServiceApi() {}

  /** Headers, problems, and what is answered where there is no operation. */
  public static void describe(ApiDocument document) {
    document
        .bearerToken(
            "RS256; `sub` is who is named in the history, `roles` holds `admin` (everything) or"
                + " `viewer` (reading).")
        .header("Location", Schema.string(), "Path of what was made.")
        .header(
            "ETag",
            Schema.string(),
            "`\"<version>-<format>\"`, the version after this call. Goes into If-Match.")
        .header("Retry-After", Schema.of("type", "integer"), "Seconds.")
        .header("Allow", Schema.string(), "The methods that this path knows.")
        .header("WWW-Authenticate", Schema.string(), "`Bearer`.")
        .header("Content-Security-Policy", Schema.string(), "The page loads nothing.");
    for (ProblemType type : ProblemType.values()) {
      document.problem(
          ProblemDescription.of(type.text(), type.status(), type.meaning(), headers(type)));
    }
    for (Rejection rejection : RejectionMeanings.SAMPLES) {
      document.problem(
          ProblemDescription.of(
              rejection.type(), rejection.status(), RejectionMeanings.of(rejection)));
    }
    document
        .problemMembers(members(document.schemas()))
        .elsewhere(400, "bad-request")
        .elsewhere(401, "unauthorized")
        .elsewhere(403, "forbidden")
        .elsewhere(404, "not-found")
        .elsewhere(405, "method-not-allowed")
        .elsewhere(500, "internal-server-error");
  }

  private static String[] headers(ProblemType type) {
    return switch (type) {
      case SERVICE_UNAVAILABLE, IMPORTS_BUSY -> new String[] {"Retry-After"};
      case METHOD_NOT_ALLOWED -> new String[] {"Allow"};
      case UNAUTHORIZED -> new String[] {"WWW-Authenticate"};
      default -> new String[0];
    };
  }

  private static Map<String, Object> members(Schemas schemas) {
    schemas
        .say(FieldError.class, "pointer", "Where: a JSON pointer (RFC 6901), empty for the whole.")
        .say(FieldError.class, "detail", "What, a clause such as \"must not be blank\".");
    Map<String, Object> lineError =
        schemas.define(
            "LineError",
            Schema.object(
                Schema.of(
                    "line",
                    Schema.of("type", "integer", "format", "int64"),
                    "detail",
                    Schema.string()),
                List.of()));
    Map<String, Object> conflict =
        schemas.define(
            "Conflict",
            Schema.object(
                Schema.of(
                    "kind",
                    Schema.oneOf(List.of("sku", "slug")),
                    "key",
                    Schema.string(),
                    "owner",
                    Schema.of("type", "string", "description", "Id of the product that has it.")),
                List.of()));
    return Schema.of(
        "errors",
        Schema.of(
            "description",
            "All that is wrong: `FieldError`s of a document, `LineError`s of an upload (20 at"
                + " most).",
            "oneOf",
            List.of(Schema.array(schemas.of(FieldError.class)), Schema.array(lineError))),
        "pointer",
        Schema.of("type", "string", "description", "The part of the request that it is about."),
        "owner",
        Schema.of("type", "string", "description", "Id of what stands in the way."),
        "conflicts",
        Schema.with(Schema.array(conflict), "description", "All SKUs and slugs that are taken."),
        "version",
        Schema.of(
            "type",
            "integer",
            "format",
            "int64",
            "description",
            "Of a stale version: the current."),
        "line",
        Schema.of(
            "type", "integer", "description", "Of malformed JSON: where it ceases to be any."),
        "column",
        Schema.of("type", "integer", "description", "Goes with line."));
  }

  /** A call that reads. */
  public static Operation read(Operation operation) {
    return secured(operation.needs("viewer"));
  }

  /** A call that only an admin may make. */
  public static Operation audit(Operation operation) {
    return secured(operation.needs("admin"));
  }

  /** A call that decides on a JSON document. */
  public static Operation decide(Operation operation) {
    return secured(operation.needs("admin"))
        .takes(traceparent())
        .fails(400, "malformed-json", "bad-request")
        .fails(413, "content-too-large")
        .fails(415, "unsupported-media-type")
        .fails(422, "invalid-document");
  }

  private static Operation secured(Operation operation) {
    return operation
        .fails(401, "unauthorized")
        .fails(403, "forbidden")
        .fails(406, "not-acceptable")
        .fails(500, "internal-server-error")
        .fails(503, "service-unavailable");
  }

  public static Parameter ifMatch(String of) {
    return Parameter.header(
        "If-Match",
        Schema.string(),
        "`*`, or ETags of either service: change only this version of "
            + of
            + ". Of an ETag only the sequence counts. Without it the change is tried anew while"
            + " others change the same.");
  }

  public static Parameter traceparent() {
    return Parameter.header(
        "traceparent", Schema.string(), "W3C trace context; goes along with the events.");
  }

  /** A JSON body. */
  public static Map<String, Map<String, Object>> json(Map<String, Object> schema) {
    return Map.of("application/json", schema);
  }

  /** The calls of {@link DocumentRoutes}, which need no token. */
  public static List<Operation> documents() {
    return List.of(
        Operation.get("/docs", "page", "This document as a page")
            .answers(
                200,
                "A page that is complete in itself.",
                Map.of("text/html", Schema.string()),
                "Content-Security-Policy")
            .fails(500, "internal-server-error"),
        Operation.get("/docs/openapi.yaml", "document", "This document")
            .answers(
                200,
                "OpenAPI 3.1.",
                Map.of("application/yaml", Schema.string()),
                "Content-Security-Policy")
            .fails(500, "internal-server-error"));
  }
}
