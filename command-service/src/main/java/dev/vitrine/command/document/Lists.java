package dev.vitrine.command.document;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON arrays of bounded length. */
public final class Lists {
  private Lists() {}

  /**
   * @param item reads one item; null leaves it out, its errors are noted
   */
  public static <T> Fields.Reader<List<T>> of(int max, ItemReader<T> item) {
    return (node, pointer, errors) -> {
      if (!node.isArray()) {
        errors.add(pointer, "must be an array");
        return List.of();
      }
      if (node.size() > max) {
        errors.add(pointer, "must have at most " + max + " items");
        return List.of();
      }
      List<T> items = new ArrayList<>(node.size());
      for (int i = 0; i < node.size(); i++) {
        T read = item.read(node.get(i), FieldErrors.child(pointer, i), errors);
        if (read != null) {
          items.add(read);
        }
      }
      return List.copyOf(items);
    };
  }

  /** Reads one item. */
  @FunctionalInterface
  public interface ItemReader<T> {
    @Nullable T read(JsonNode value, String pointer, FieldErrors errors);
  }
}
