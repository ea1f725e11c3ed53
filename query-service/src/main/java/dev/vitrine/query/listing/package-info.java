/** Listings of a category's products, page by page. */
@NullMarked
package dev.vitrine.query.listing;

import org.jspecify.annotations.NullMarked;
