package dev.vitrine.openapi;

import java.net.URI;
import java.util.Set;

/**
 * An answer that a test got.
 *
 * @param uri that was asked for, path and query as they were sent
 * @param mediaType without parameters, empty where there is none
 * @param headers their names
 * @param problem the {@code type} of a problem document; else empty
 * @param members names in the JSON object that is the body; empty where it is none
 */
public record ReceivedAnswer(
    String method,
    URI uri,
    int status,
    String mediaType,
    Set<String> headers,
    String problem,
    Set<String> members) {}
