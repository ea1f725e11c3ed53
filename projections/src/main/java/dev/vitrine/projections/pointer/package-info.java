/** The order of claims of one SKU or slug over all products. Pure. */
@NullMarked
package dev.vitrine.projections.pointer;

import org.jspecify.annotations.NullMarked;
