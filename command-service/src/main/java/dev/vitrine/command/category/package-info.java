/** The category tree: one aggregate, its calls, and the paths imports name it by. */
@NullMarked
package dev.vitrine.command.category;

import org.jspecify.annotations.NullMarked;
