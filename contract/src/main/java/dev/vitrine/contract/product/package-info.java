/** The parts of a product document that commands, events and views share. */
@NullMarked
package dev.vitrine.contract.product;

import org.jspecify.annotations.NullMarked;
