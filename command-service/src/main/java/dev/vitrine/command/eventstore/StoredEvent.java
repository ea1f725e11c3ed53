package dev.vitrine.command.eventstore;

import dev.vitrine.contract.event.CatalogEvent;

/**
 * One row of the event table.
 *
 * @param time ISO-8601 instant exactly as it is stored, and as the relay sends it
 */
public record StoredEvent(String streamId, long sequence, String time, CatalogEvent event) {}
