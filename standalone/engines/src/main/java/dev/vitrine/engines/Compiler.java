package dev.vitrine.engines;

/** How an engine that is a Java program is compiled while it runs. */
public enum Compiler {
  /**
   * By C1 alone: Kafka is ready after 4.7 s of processor time instead of 7.8 s, Connect likewise.
   * For tests, which are over before C2's code would pay.
   */
  QUICK,
  /** By C1, then by C2: for an engine that stays and has load. */
  FULL
}
