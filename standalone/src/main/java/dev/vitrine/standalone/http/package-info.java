/** The little of HTTP that the command line needs. */
@NullMarked
package dev.vitrine.standalone.http;

import org.jspecify.annotations.NullMarked;
