@NullMarked
package dev.vitrine.standalone.token;

import org.jspecify.annotations.NullMarked;
