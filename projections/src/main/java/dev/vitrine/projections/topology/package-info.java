/** Kafka Streams around the pure folds: topics, stores, what is set aside. */
@NullMarked
package dev.vitrine.projections.topology;

import org.jspecify.annotations.NullMarked;
