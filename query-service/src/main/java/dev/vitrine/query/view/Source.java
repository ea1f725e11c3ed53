package dev.vitrine.query.view;

/** Where an answer came from, nearest first. */
public enum Source {
  NEAR("near"),
  REDIS("redis"),
  DYNAMODB("dynamodb");

  private final String text;

  Source(String text) {
    this.text = text;
  }

  /** As in the header {@code Vitrine-Source}. */
  public String text() {
    return text;
  }

  /** The farther of two: where an answer that is put together has to be said to come from. */
  public Source orFarther(Source other) {
    return compareTo(other) < 0 ? other : this;
  }
}
