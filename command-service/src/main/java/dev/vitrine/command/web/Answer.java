package dev.vitrine.command.web;

import dev.vitrine.command.document.Json;
import dev.vitrine.contract.view.ViewVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer with a JSON body.
 *
 * @param body written by the wire mapper
 */
public record Answer(int status, Map<String, String> headers, Object body) {
  public static Answer ok(Object body) {
    return new Answer(200, Map.of(), body);
  }

  /**
   * @param location path of what was created
   */
  public static Answer created(String location, Object body) {
    return new Answer(201, Map.of("Location", location), body);
  }

  /**
   * @param version sequence of the last event; -1, before the first, has no ETag
   */
  public Answer tagged(long version) {
    if (version < 0) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put("ETag", ViewVersion.ofSequence(version).etag());
    return new Answer(status, more, body);
  }

  byte[] json() {
    return Json.WIRE.writeValueAsBytes(body);
  }
}
