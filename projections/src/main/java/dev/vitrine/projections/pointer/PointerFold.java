package dev.vitrine.projections.pointer;

import dev.vitrine.contract.view.PointerView;
import org.jspecify.annotations.Nullable;

/**
 * Orders the pointers of one SKU or slug, which come from the streams of several products and so in
 * any order: only what is newer goes on, otherwise compaction could keep the older one.
 */
public final class PointerFold {
  public enum Outcome {
    NEWER,
    /** Older than what is known, or the same again. */
    KNOWN,
    /** Another owner under a known generation: the claims were rolled back. */
    CONFLICT
  }

  private PointerFold() {}

  /**
   * @param latest null before the first pointer of the key
   */
  public static Outcome fold(@Nullable PointerView latest, PointerView in) {
    if (latest == null || in.generation() > latest.generation()) {
      return Outcome.NEWER;
    }
    boolean conflict = in.generation() == latest.generation() && !in.equals(latest);
    return conflict ? Outcome.CONFLICT : Outcome.KNOWN;
  }
}
