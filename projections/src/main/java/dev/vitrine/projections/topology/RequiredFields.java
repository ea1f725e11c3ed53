package dev.vitrine.projections.topology;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds a field that an event must have and lacks. Jackson reads a missing field as null, and the
 * contract's {@code @Nullable} says which ones may be.
 */
final class RequiredFields {
  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          return type.getRecordComponents();
        }
      };

  private RequiredFields() {}

  /** The path of the first missing field, if there is one. */
  static Optional<String> missingIn(Record value) {
    for (RecordComponent component : COMPONENTS.get(value.getClass())) {
      Object field = read(value, component);
      if (field == null) {
        if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          return Optional.of(component.getName());
        }
      } else {
        Optional<String> inside = missingInside(field, nullableValues(component));
        if (inside.isPresent()) {
          return inside.map(path -> component.getName() + "." + path);
        }
      }
    }
    return Optional.empty();
  }

  /** Attributes hold what JSON knows, null included. */
  private static boolean nullableValues(RecordComponent component) {
    return component.getName().equals("attributes");
  }

  private static Optional<String> missingInside(Object field, boolean nullableValues) {
    Collection<?> elements =
        switch (field) {
          case Collection<?> list -> list;
          case Map<?, ?> map -> map.values();
          default -> List.of(field);
        };
    for (Object element : elements) {
      if (element == null && !nullableValues) {
        return Optional.of("(null)");
      }
      if (element instanceof Record inner) {
        Optional<String> inside = missingIn(inner);
        if (inside.isPresent()) {
          return inside;
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Object read(Record value, RecordComponent component) {
    try {
      return component.getAccessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
