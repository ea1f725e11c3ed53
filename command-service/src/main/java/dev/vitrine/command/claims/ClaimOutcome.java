package dev.vitrine.command.claims;

import java.util.List;
import java.util.Map;

/** What became of an attempt to claim and release keys. */
public sealed interface ClaimOutcome {
  /**
   * All of it was done.
   *
   * @param before the generation each key had before, 0 for a key that was never claimed
   */
  record Granted(Map<ClaimKey, Long> before) implements ClaimOutcome {}

  /** The transaction must be rolled back: some keys may have been taken already. */
  record Refused(List<ClaimConflict> conflicts) implements ClaimOutcome {}
}
