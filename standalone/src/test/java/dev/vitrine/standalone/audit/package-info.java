@NullMarked
package dev.vitrine.standalone.audit;

import org.jspecify.annotations.NullMarked;
