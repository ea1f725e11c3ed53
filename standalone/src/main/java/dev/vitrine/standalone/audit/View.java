package dev.vitrine.standalone.audit;

import dev.vitrine.contract.view.ViewVersion;
import tools.jackson.databind.JsonNode;

/**
 * A view as it should be, or as a store holds it.
 *
 * @param key as {@link dev.vitrine.contract.view.ViewKey#text()} writes it
 * @param content of a listing entry: its sort attributes by their DynamoDB names; of all others:
 *     the body
 */
record View(String key, ViewVersion version, boolean gone, JsonNode content) {}
