package dev.vitrine.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of a document, read off the records that the service writes: their components are the
 * properties, in the same order. What may be null is left out of the JSON where the record says so
 * with {@link JsonInclude}, and is null otherwise.
 */
public final class Schemas {
  private final SortedMap<String, Map<String, Object>> defined = new TreeMap<>();
  private final Map<Class<?>, String> names = new HashMap<>();
  private final Map<String, Class<?>> records = new HashMap<>();

  /** For a record whose own name says too little, or is another's too. */
  public Schemas named(Class<?> type, String name) {
    names.put(type, name);
    return this;
  }

  /**
   * Adds a schema that no record has.
   *
   * @return a reference to it
   */
  public Map<String, Object> define(String name, Map<String, Object> schema) {
    Map<String, Object> before = defined.putIfAbsent(name, schema);
    if (before != null && !before.equals(schema)) {
      throw new IllegalArgumentException("two schemas are named " + name);
    }
    return reference(name);
  }

  /**
   * Adds the schema of a document that is read strictly, by hand, into a record: its properties
   * must be the record's components, and nothing else may be sent.
   */
  public Map<String, Object> input(
      String name, Class<?> record, Map<String, Object> properties, Collection<String> required) {
    List<String> components =
        Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName).toList();
    if (!List.copyOf(properties.keySet()).equals(components)) {
      throw new IllegalArgumentException(record + " has " + components + ", not " + properties);
    }
    return define(name, strict(properties, required));
  }

  /** An object of which nothing else may be sent. */
  public static Map<String, Object> strict(
      Map<String, Object> properties, Collection<String> required) {
    return Schema.of(
        "type",
        "object",
        "additionalProperties",
        false,
        "required",
        List.copyOf(required),
        "properties",
        properties);
  }

  /**
   * The choice between records of a sealed interface, told apart by the member {@code action}: the
   * record's name in small letters with hyphens.
   *
   * @param fields schemas of their components, by name
   * @param optional those that need not be sent
   */
  public Map<String, Object> actions(
      Class<?> sealed, Map<String, Map<String, Object>> fields, Collection<String> optional) {
    List<Object> choice = new ArrayList<>();
    Map<String, Object> mapping = new LinkedHashMap<>();
    for (Class<?> action : sealed.getPermittedSubclasses()) {
      String word = word(action);
      Map<String, Object> properties =
          Schema.of("action", Schema.of("type", "string", "const", word));
      for (RecordComponent component : action.getRecordComponents()) {
        Map<String, Object> field = fields.get(component.getName());
        if (field == null) {
          throw new IllegalArgumentException(component + " is not described");
        }
        properties.put(component.getName(), field);
      }
      Map<String, Object> reference =
          define(
              sealed.getSimpleName() + "." + action.getSimpleName(),
              strict(
                  properties,
                  properties.keySet().stream().filter(name -> !optional.contains(name)).toList()));
      choice.add(reference);
      mapping.put(word, String.valueOf(reference.get("$ref")));
    }
    return define(
        sealed.getSimpleName(),
        Schema.of(
            "oneOf",
            choice,
            "discriminator",
            Schema.of("propertyName", "action", "mapping", mapping)));
  }

  /** {@code SetBrand} is {@code set-brand}. */
  public static String word(Class<?> action) {
    return action.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** What a reference to a schema of this name looks like. */
  public static Map<String, Object> reference(String name) {
    return Schema.ref("schemas", name);
  }

  public Map<String, Object> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Map<String, Object> last = of(arguments[arguments.length - 1]);
      return generic.getRawType() == Map.class
          ? Schema.of("type", "object", "additionalProperties", last)
          : Schema.array(last);
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalArgumentException("no schema for " + type);
    }
    if (plain == String.class) {
      return Schema.string();
    } else if (plain == long.class || plain == Long.class || plain == int.class) {
      return Schema.of("type", "integer", "format", "int64");
    } else if (plain == boolean.class) {
      return Schema.bool();
    } else if (plain == Instant.class) {
      return Schema.of("type", "string", "format", "date-time");
    } else if (plain == Object.class) {
      return Schema.of();
    } else if (plain.isEnum()) {
      return define(name(plain), Schema.oneOf(constants(plain)));
    } else if (plain.isRecord()) {
      return record(plain);
    }
    throw new IllegalArgumentException("no schema for " + type);
  }

  /** Says what a property of a record means. */
  public Schemas say(Class<?> record, String property, String description) {
    return bound(record, property, "description", description);
  }

  /** Adds keywords to a property of a record. */
  public Schemas bound(Class<?> record, String property, Object... pairs) {
    of(record);
    Map<String, Object> schema = schema(name(record));
    if (!(schema.get("properties") instanceof Map<?, ?> properties
        && properties.get(property) instanceof Map<?, ?> now)) {
      throw new IllegalArgumentException(record + " has no property " + property);
    }
    Map<String, Object> more = new LinkedHashMap<>();
    now.forEach((key, value) -> more.put((String) key, value));
    Map<String, Object> all = new LinkedHashMap<>();
    properties.forEach((key, value) -> all.put((String) key, value));
    all.put(property, Schema.with(more, pairs));
    schema.put("properties", all);
    return this;
  }

  /** Adds keywords to a schema. */
  public Schemas with(String name, Object... pairs) {
    schema(name).putAll(Schema.of(pairs));
    return this;
  }

  /** Says that properties of a record may be absent, whatever it says itself. */
  public Schemas optional(Class<?> record, String... properties) {
    of(record);
    Map<String, Object> schema = schema(name(record));
    if (schema.get("required") instanceof List<?> required) {
      List<Object> fewer = new ArrayList<>(required);
      if (!fewer.removeAll(List.of(properties))) {
        throw new IllegalArgumentException(record + " requires none of these");
      }
      schema.put("required", fewer);
    }
    return this;
  }

  SortedMap<String, Map<String, Object>> all() {
    return defined;
  }

  private Map<String, Object> schema(String name) {
    Map<String, Object> schema = defined.get(name);
    if (schema == null) {
      throw new IllegalArgumentException("there is no schema " + name);
    }
    return schema;
  }

  private String name(Class<?> type) {
    return names.getOrDefault(type, type.getSimpleName());
  }

  private Map<String, Object> record(Class<?> type) {
    String name = name(type);
    Class<?> before = records.putIfAbsent(name, type);
    if (before != null && before != type) {
      throw new IllegalArgumentException(before + " and " + type + " are both named " + name);
    }
    if (before == null) {
      Map<String, Object> schema = new LinkedHashMap<>();
      defined.put(name, schema); // before its properties: a record may hold itself
      schema.putAll(properties(type));
    }
    return reference(name);
  }

  private Map<String, Object> properties(Class<?> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> optional = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = wireName(component);
      Map<String, Object> schema = of(component.getGenericType());
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        if (isLeftOut(type, component)) {
          optional.add(name);
        } else {
          schema = orNull(schema);
        }
      }
      properties.put(name, schema);
    }
    return Schema.object(properties, optional);
  }

  private static Map<String, Object> orNull(Map<String, Object> schema) {
    Object type = schema.get("type");
    return type == null
        ? Schema.of("anyOf", List.of(schema, Schema.of("type", "null")))
        : Schema.with(schema, "type", List.of(type, "null"));
  }

  private static String wireName(RecordComponent component) {
    JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
  }

  private static boolean isLeftOut(Class<?> type, RecordComponent component) {
    JsonInclude own = include(component.getAccessor());
    JsonInclude whole = include(type);
    JsonInclude decides = own != null ? own : whole;
    return decides != null && decides.value() == JsonInclude.Include.NON_NULL;
  }

  private static @Nullable JsonInclude include(AnnotatedElement element) {
    return element.getAnnotation(JsonInclude.class);
  }

  private static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getFields())
        .filter(field -> field.isEnumConstant())
        .map(
            field -> {
              JsonProperty renamed = field.getAnnotation(JsonProperty.class);
              return renamed == null ? field.getName() : renamed.value();
            })
        .toList();
  }
}
