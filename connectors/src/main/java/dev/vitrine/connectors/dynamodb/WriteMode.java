package dev.vitrine.connectors.dynamodb;

/** How puts travel. Both refuse what is not newer; prices and measurements: README. */
enum WriteMode {
  /** One conditional PutItem each: half the price of a transaction on AWS, so the default. */
  CONDITIONAL,

  /** TransactWriteItems of up to 100 conditional puts: one commit to disk for all of them. */
  TRANSACTIONAL
}
