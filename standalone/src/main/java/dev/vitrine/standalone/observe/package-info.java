/** Prometheus beside a stack, and whether rules and dashboards find there what they ask for. */
@NullMarked
package dev.vitrine.standalone.observe;

import org.jspecify.annotations.NullMarked;
