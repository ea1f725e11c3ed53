/** JSON documents that people send: reading them strictly and naming everything that is wrong. */
@NullMarked
package dev.vitrine.command.document;

import org.jspecify.annotations.NullMarked;
