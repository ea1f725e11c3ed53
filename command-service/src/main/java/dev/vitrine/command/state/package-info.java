/** What the catalog is according to its events alone, for comparing every store with it. */
@NullMarked
package dev.vitrine.command.state;

import org.jspecify.annotations.NullMarked;
