/** Load on a running system. */
@NullMarked
package dev.vitrine.loadtests;

import org.jspecify.annotations.NullMarked;
