/** Delivers views to DynamoDB. */
@NullMarked
package dev.vitrine.connectors.dynamodb;

import org.jspecify.annotations.NullMarked;
