package dev.vitrine.projections.fold;

import org.jspecify.annotations.Nullable;

/**
 * An event in its place among the events of its aggregate.
 *
 * @param eventId the event's own id
 * @param sequence within the aggregate, from 0
 * @param commitEnd last event of its aggregate in its commit
 * @param time ISO-8601 instant, exactly as it was sent
 * @param traceparent W3C trace context of the command, if it had one
 */
public record Sequenced<E>(
    E event,
    String eventId,
    long sequence,
    boolean commitEnd,
    String time,
    @Nullable String traceparent) {}
