package dev.vitrine.command.eventstore;

import java.util.Set;

/** The versions of an aggregate that a request will change, from {@code If-Match}. */
public sealed interface ExpectedVersion {
  /** Any version, but the aggregate must exist. */
  record Any() implements ExpectedVersion {}

  record OneOf(Set<Long> versions) implements ExpectedVersion {}

  default boolean accepts(long version) {
    return switch (this) {
      case Any _ -> true;
      case OneOf(var versions) -> versions.contains(version);
    };
  }
}
