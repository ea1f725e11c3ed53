/** The service against a real broker. */
@NullMarked
package dev.vitrine.projections.broker;

import org.jspecify.annotations.NullMarked;
