/** The category tree's events become its view. Pure. */
@NullMarked
package dev.vitrine.projections.category;

import org.jspecify.annotations.NullMarked;
