@NullMarked
package dev.vitrine.standalone.supervise;

import org.jspecify.annotations.NullMarked;
