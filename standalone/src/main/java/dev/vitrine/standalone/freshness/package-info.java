/** How long an acknowledged change takes until it can be read. */
@NullMarked
package dev.vitrine.standalone.freshness;

import org.jspecify.annotations.NullMarked;
