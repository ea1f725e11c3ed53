@NullMarked
package dev.vitrine.standalone.stack;

import org.jspecify.annotations.NullMarked;
