package dev.vitrine.projections.fold;

/** Why a record was set aside. The codes are for ever: alerts and operators go by them. */
public enum Reason {
  GAP("sequence-gap"),
  CONFLICT("sequence-conflict"),
  IMPOSSIBLE("impossible-event"),
  TOO_LARGE("too-large"),
  UNREADABLE("unreadable"),
  BAD_HEADER("bad-header"),
  UNKNOWN_TYPE("unknown-type"),
  UNKNOWN_STREAM("unknown-stream"),
  WRONG_STREAM("wrong-stream"),
  /** The aggregate was set aside before, for the reason in the detail. */
  FOLLOWS("aggregate-set-aside"),
  /** Another owner under a known generation of a SKU or slug. */
  POINTER_CONFLICT("pointer-conflict");

  private final String code;

  Reason(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
