package dev.vitrine.command.product;

import org.jspecify.annotations.Nullable;

/** What to do with one optional text of a variant. */
public sealed interface TextChange {
  record Keep() implements TextChange {}

  /**
   * @param text null takes the text away
   */
  record To(@Nullable String text) implements TextChange {}

  default @Nullable String applyTo(@Nullable String old) {
    return switch (this) {
      case Keep _ -> old;
      case To(var text) -> text;
    };
  }
}
