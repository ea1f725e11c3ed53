package dev.vitrine.command.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One import as it is answered.
 *
 * @param state {@code running}, {@code done} or {@code failed}
 * @param total rows in the file
 * @param read rows decided so far: accepted and rejected
 * @param bytes of the file, inflated
 * @param error why it failed; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportJob(
    String id,
    String state,
    String format,
    boolean publish,
    @Nullable String currency,
    long total,
    long read,
    long accepted,
    long rejected,
    long bytes,
    String createdBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String error) {}
