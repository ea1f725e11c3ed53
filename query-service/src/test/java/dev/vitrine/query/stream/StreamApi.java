package dev.vitrine.query.stream;

import dev.vitrine.contract.Limits;
import dev.vitrine.openapi.Operation;
import dev.vitrine.openapi.Parameter;
import dev.vitrine.openapi.Schema;
import dev.vitrine.openapi.Schemas;
import dev.vitrine.query.http.ReadApi;
import java.util.List;
import java.util.Map;

/** What the document says of {@link StreamServer} and {@link StreamRoutes}. */
public final class StreamApi {
  private StreamApi() {}

  public static List<Operation> operations(Schemas schemas) {
    schemas
        .named(StreamEvents.Version.class, "VersionEvent")
        .bound(StreamEvents.Version.class, "state", "enum", List.of("live", "gone"))
        .say(StreamEvents.Version.class, "version", "Goes into `minVersion` of a read.")
        .of(StreamEvents.Version.class);
    return List.of(
        ReadApi.always(Operation.get("/v1/stream", "changes", "Changes as they become readable"))
            .text(
                "Events `version` have a `VersionEvent` as data. An event `reset` says that some"
                    + " may have been missed: read again what is shown. The id of an event, also of"
                    + " the opening and of each heartbeat, says how far the client was told. Either"
                    + " `ids` or `category` is needed.")
            .takes(
                Parameter.query(
                    "ids",
                    Schema.string(),
                    "Ids of products, separated by commas; at most " + Limits.BATCH + "."),
                Parameter.query(
                    "category", ReadApi.idSchema(), "Id of a category: all products in it."),
                Parameter.header(
                    "Last-Event-ID",
                    Schema.string(),
                    "Where to go on; any replica takes it, and answers with a reset where it is"
                        + " none that was given. Clients of server-sent events send it by"
                        + " themselves."))
            .answers(
                200,
                "Server-sent events, until one side ends them.",
                Map.of("text/event-stream", Schema.string()),
                "Cache-Control",
                "X-Accel-Buffering")
            .fails(400, "invalid-id", "invalid-parameter", "too-many-ids")
            .fails(503, "too-many-streams"));
  }
}
