/** The shared cache: reads, and fills that never put older over newer. */
@NullMarked
package dev.vitrine.query.redis;

import org.jspecify.annotations.NullMarked;
