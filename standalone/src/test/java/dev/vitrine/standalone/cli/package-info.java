@NullMarked
package dev.vitrine.standalone.cli;

import org.jspecify.annotations.NullMarked;
