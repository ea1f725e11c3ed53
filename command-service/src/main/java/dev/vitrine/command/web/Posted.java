package dev.vitrine.command.web;

import dev.vitrine.command.eventstore.ChangeSet;
import dev.vitrine.command.eventstore.ExpectedVersion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A POST as the decision needs it.
 *
 * @param expected from {@code If-Match}, null when there was none
 */
public record Posted(JsonNode body, ChangeSet changeSet, @Nullable ExpectedVersion expected) {}
