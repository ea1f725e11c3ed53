/** Who makes the tables, and who may do what with them. */
@NullMarked
package dev.vitrine.command.schema;

import org.jspecify.annotations.NullMarked;
