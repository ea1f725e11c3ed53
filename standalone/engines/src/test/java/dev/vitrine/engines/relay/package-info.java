/** The relay as it is deployed, between a real event table and a real topic. */
@NullMarked
package dev.vitrine.engines.relay;

import org.jspecify.annotations.NullMarked;
