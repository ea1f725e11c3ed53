/** The read path: a view by its key, through levels of stores, the nearest first. */
@NullMarked
package dev.vitrine.query.view;

import org.jspecify.annotations.NullMarked;
