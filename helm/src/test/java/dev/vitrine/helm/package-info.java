/**
 * The gate of the chart, of its examples and of Istio's files: what can be proven without a
 * cluster.
 */
@NullMarked
package dev.vitrine.helm;

import org.jspecify.annotations.NullMarked;
