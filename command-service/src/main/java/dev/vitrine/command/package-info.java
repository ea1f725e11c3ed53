/** The command service: decides what happens to the catalog and stores it as events. */
@NullMarked
package dev.vitrine.command;

import org.jspecify.annotations.NullMarked;
