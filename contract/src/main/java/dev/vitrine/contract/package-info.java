/** Names that cross a process: topics, tables, headers. */
@NullMarked
package dev.vitrine.contract;

import org.jspecify.annotations.NullMarked;
