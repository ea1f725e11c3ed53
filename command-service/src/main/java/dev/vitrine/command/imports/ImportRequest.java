package dev.vitrine.command.imports;

import dev.vitrine.command.imports.format.ImportFormat;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of an upload.
 *
 * @param publish whether its products are to be published
 * @param currency of prices that do not say theirs, ISO 4217
 * @param actor who
 * @param traceparent W3C trace context under which its chunks go on
 */
record ImportRequest(
    ImportFormat format,
    boolean publish,
    @Nullable String currency,
    String actor,
    @Nullable String traceparent) {}
