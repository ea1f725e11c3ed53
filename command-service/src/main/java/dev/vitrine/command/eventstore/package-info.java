/** Axon's event store in PostgreSQL, with the contract's names and JSON text. */
@NullMarked
package dev.vitrine.command.eventstore;

import org.jspecify.annotations.NullMarked;
