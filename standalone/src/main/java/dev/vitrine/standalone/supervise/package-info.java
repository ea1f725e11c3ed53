/** Processes that are kept alive: start, readiness, restart, stop, logs. */
@NullMarked
package dev.vitrine.standalone.supervise;

import org.jspecify.annotations.NullMarked;
