/** The data directory: its layout, its lock, and the note a running stack leaves there. */
@NullMarked
package dev.vitrine.standalone.data;

import org.jspecify.annotations.NullMarked;
