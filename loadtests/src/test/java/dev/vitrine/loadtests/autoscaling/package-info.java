/** How many replicas an autoscaler asks for while a flash sale begins, second by second. */
@NullMarked
package dev.vitrine.loadtests.autoscaling;

import org.jspecify.annotations.NullMarked;
