package dev.vitrine.command.document;

import dev.vitrine.command.rejection.FieldError;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a document, up to a bound. */
public final class FieldErrors {
  private static final int LIMIT = 100;

  private final List<FieldError> errors = new ArrayList<>();

  public void add(String pointer, String detail) {
    if (errors.size() < LIMIT) {
      errors.add(new FieldError(pointer, detail));
    }
  }

  /**
   * @throws Rejected when there is any
   */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      throw new Rejected(new Rejection.InvalidDocument(List.copyOf(errors)));
    }
  }

  /** The pointer of a member of the object at {@code pointer}. */
  public static String child(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /** The pointer of an item of the array at {@code pointer}. */
  public static String child(String pointer, int index) {
    return pointer + "/" + index;
  }
}
