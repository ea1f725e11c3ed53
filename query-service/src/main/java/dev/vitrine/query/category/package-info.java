/** The category tree. */
@NullMarked
package dev.vitrine.query.category;

import org.jspecify.annotations.NullMarked;
