package dev.vitrine.standalone.audit;

/**
 * Something that is not as the command side says.
 *
 * @param where which store or which way over HTTP
 * @param detail in which fields, expected and found
 */
record Difference(String where, String key, Kind kind, String detail) {
  enum Kind {
    MISSING,
    OLDER,
    NEWER,
    DIFFERENT,
    ORPHAN,
    UNREADABLE
  }
}
