/** Delivers views to Redis. */
@NullMarked
package dev.vitrine.connectors.redis;

import org.jspecify.annotations.NullMarked;
