/** Imports: uploads of many products, spooled durably and then decided row by row. */
@NullMarked
package dev.vitrine.command.imports;

import org.jspecify.annotations.NullMarked;
