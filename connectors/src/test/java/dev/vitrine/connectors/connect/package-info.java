@NullMarked
package dev.vitrine.connectors.connect;

import org.jspecify.annotations.NullMarked;
