package dev.vitrine.query.stream;

/**
 * A product has a new version.
 *
 * @param subject what it was told under: a product, or its place in a category
 * @param product id
 * @param version sequence of its last event
 * @param gone it is not to be read any more, or not in that category
 */
record Change(Subject subject, String product, long version, boolean gone) {
  /** What a stream can be about. */
  sealed interface Subject {
    record Product(String id) implements Subject {}

    record Category(String id) implements Subject {}
  }
}
