/** What all answers have in common: problems, parameters, entity tags, headers. */
@NullMarked
package dev.vitrine.query.http;

import org.jspecify.annotations.NullMarked;
