/**
 * The real engines of Vitrine as child processes on the loopback interface: how to launch each, and
 * a way to run one for a test.
 */
@NullMarked
package dev.vitrine.engines;

import org.jspecify.annotations.NullMarked;
