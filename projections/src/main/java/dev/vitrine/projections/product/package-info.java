/** A product's events become its views. Pure. */
@NullMarked
package dev.vitrine.projections.product;

import org.jspecify.annotations.NullMarked;
