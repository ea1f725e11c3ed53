/** What an upload may look like: readers that turn each format into rows, without judging them. */
@NullMarked
package dev.vitrine.command.imports.format;

import org.jspecify.annotations.NullMarked;
