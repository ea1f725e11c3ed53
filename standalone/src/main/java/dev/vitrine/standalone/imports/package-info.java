/** Sending a file to the import API and following its progress. */
@NullMarked
package dev.vitrine.standalone.imports;

import org.jspecify.annotations.NullMarked;
