@NullMarked
package dev.vitrine.tracing;

import org.jspecify.annotations.NullMarked;
