package dev.vitrine.command.imports.format;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One row of an upload: what one product is said to be. Lines count from 1. */
public sealed interface Row {
  /** The line on which the row begins. */
  long line();

  /**
   * A product document, not judged yet. Its {@code categories} are paths ({@code A > B > C}).
   *
   * @param publishable false where the file itself says that the product is a draft or archived
   */
  record Document(long line, ObjectNode json, boolean publishable) implements Row {}

  /**
   * This row cannot be a product; the rows after it are fine.
   *
   * @param reason a stable word for programs
   * @param detail a sentence for people
   */
  record Refused(long line, @Nullable String sku, String reason, String detail) implements Row {}

  /** The file is not of its format from here on, or at least here: none of it is imported. */
  record Broken(long line, String detail) implements Row {}
}
