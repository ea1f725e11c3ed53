/** Key pair and tokens of this machine's own. */
@NullMarked
package dev.vitrine.standalone.token;

import org.jspecify.annotations.NullMarked;
