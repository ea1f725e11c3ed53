/** The process around the topology: start, health, what a dead thread means. */
@NullMarked
package dev.vitrine.projections.running;

import org.jspecify.annotations.NullMarked;
