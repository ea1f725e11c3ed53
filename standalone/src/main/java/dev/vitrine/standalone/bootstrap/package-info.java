/** What a stack needs beside its processes: topics, connectors, a sample catalog. */
@NullMarked
package dev.vitrine.standalone.bootstrap;

import org.jspecify.annotations.NullMarked;
