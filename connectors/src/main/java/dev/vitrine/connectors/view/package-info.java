/** What both sinks share: reading records, newest per key, the fates of a write, metrics. */
@NullMarked
package dev.vitrine.connectors.view;

import org.jspecify.annotations.NullMarked;
