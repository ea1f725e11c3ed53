/** Each engine is started, does one real thing, and is gone. */
@NullMarked
package dev.vitrine.engines;

import org.jspecify.annotations.NullMarked;
