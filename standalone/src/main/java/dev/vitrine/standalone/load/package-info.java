/** What a load test says of itself. */
@NullMarked
package dev.vitrine.standalone.load;

import org.jspecify.annotations.NullMarked;
