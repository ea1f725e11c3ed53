/** Who owns a SKU or slug: one owner each, in the transaction of the event. */
@NullMarked
package dev.vitrine.command.claims;

import org.jspecify.annotations.NullMarked;
