@NullMarked
package dev.vitrine.standalone.data;

import org.jspecify.annotations.NullMarked;
