package dev.vitrine.connectors.view;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import java.time.Instant;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A view that is to be stored.
 *
 * @param changedAt when the change behind it was decided; null when the record does not say
 * @param source the record it came in, for the dead letters
 */
public record ViewWrite(
    ViewKey key, StoredView view, @Nullable Instant changedAt, SinkRecord source) {}
