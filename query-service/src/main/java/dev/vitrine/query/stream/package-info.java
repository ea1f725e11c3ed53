/** Server-sent events of new versions, as this replica hears of them. */
@NullMarked
package dev.vitrine.query.stream;

import org.jspecify.annotations.NullMarked;
