package dev.vitrine.projections.fold;

import java.util.function.Supplier;

/** The rules of sequence that all aggregates share. */
public final class Folding {
  private Folding() {}

  /** Runs {@code next} only when the event is the one that has to come next. */
  public static <S> Outcome<S> inOrder(
      History history, Sequenced<?> in, Supplier<Outcome.Folded<S>> next) {
    return switch (history.placeOf(in)) {
      case REPEAT -> new Outcome.Repeated<>();
      case GAP ->
          new Outcome.SetAside<>(
              Reason.GAP, "expected " + (history.version() + 1) + ", got " + in.sequence());
      case CONFLICT ->
          new Outcome.SetAside<>(
              Reason.CONFLICT,
              "event " + in.eventId() + " under " + in.sequence() + ", where another is known");
      case NEXT -> {
        try {
          yield next.get();
        } catch (ImpossibleEvent e) {
          yield new Outcome.SetAside<>(Reason.IMPOSSIBLE, String.valueOf(e.getMessage()));
        }
      }
    };
  }
}
