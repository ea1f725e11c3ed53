/** The store behind the cache: views by key and the listings' indexes. */
@NullMarked
package dev.vitrine.query.dynamodb;

import org.jspecify.annotations.NullMarked;
