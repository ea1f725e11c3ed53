/** Everything a request can be refused for, with its problem type and HTTP status. */
@NullMarked
package dev.vitrine.command.rejection;

import org.jspecify.annotations.NullMarked;
