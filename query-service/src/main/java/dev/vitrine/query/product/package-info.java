/** Products by id, SKU, slug and in batches. */
@NullMarked
package dev.vitrine.query.product;

import org.jspecify.annotations.NullMarked;
