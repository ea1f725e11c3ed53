/** The projections service. */
@NullMarked
package dev.vitrine.projections;

import org.jspecify.annotations.NullMarked;
