@NullMarked
package dev.vitrine.standalone.observe;

import org.jspecify.annotations.NullMarked;
