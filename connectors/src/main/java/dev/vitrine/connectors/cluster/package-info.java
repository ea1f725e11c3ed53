/**
 * Programs that a cluster runs once: what the standalone does at its start, as jobs, and the tests
 * of a release.
 */
@NullMarked
package dev.vitrine.connectors.cluster;

import org.jspecify.annotations.NullMarked;
