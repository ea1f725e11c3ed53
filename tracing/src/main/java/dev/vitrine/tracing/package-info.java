/** Spans of the way of a change, over every process that it passes. */
@NullMarked
package dev.vitrine.tracing;

import org.jspecify.annotations.NullMarked;
