/** Products: what can be done to one, what happens then, and the calls for it. */
@NullMarked
package dev.vitrine.command.product;

import org.jspecify.annotations.NullMarked;
