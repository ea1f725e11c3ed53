/** The process that DynamoDB Local runs in. */
@NullMarked
package dev.vitrine.engines.dynamodb;

import org.jspecify.annotations.NullMarked;
