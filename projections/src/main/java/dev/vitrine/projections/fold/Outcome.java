package dev.vitrine.projections.fold;

import java.util.List;

/** What comes of folding one event into an aggregate's state. */
public sealed interface Outcome<S> {
  /**
   * @param state with the event in it
   * @param views to be emitted; empty inside a commit, never empty at its end
   */
  record Folded<S>(S state, List<View> views) implements Outcome<S> {}

  /** The event is in the state already. */
  record Repeated<S>() implements Outcome<S> {}

  /** The event cannot be folded; the aggregate emits nothing more until it is repaired. */
  record SetAside<S>(Reason reason, String detail) implements Outcome<S> {}
}
