/** Events on their way from PostgreSQL's log to Kafka. */
@NullMarked
package dev.vitrine.relay;

import org.jspecify.annotations.NullMarked;
