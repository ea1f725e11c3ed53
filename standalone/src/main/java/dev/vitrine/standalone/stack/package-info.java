/** The stack: which parts there are, how each is launched, in which order. */
@NullMarked
package dev.vitrine.standalone.stack;

import org.jspecify.annotations.NullMarked;
