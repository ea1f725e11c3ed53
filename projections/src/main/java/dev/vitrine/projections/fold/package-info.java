/** What every fold shares: an event in its place, and what comes of it. Pure. */
@NullMarked
package dev.vitrine.projections.fold;

import org.jspecify.annotations.NullMarked;
