/** Answers shoppers: views by key, cache first, and listings. */
@NullMarked
package dev.vitrine.query;

import org.jspecify.annotations.NullMarked;
