package dev.vitrine.command.document;

import dev.vitrine.command.rejection.Rejected;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code {"actions":[{"action":"rename","name":"…"}, …]}}.
 *
 * @param <A> what one of them is read as
 */
public final class Actions<A> {
  public static final int MAX = 100;

  private final String unknownAction;
  private final Map<String, Function<Fields, A>> readers;

  /**
   * @param things that they are done to, in the plural: for a client
   * @param readers by the name of the action; in this order a client is told the names
   */
  public Actions(String things, List<Map.Entry<String, Function<Fields, A>>> readers) {
    String names = readers.stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
    unknownAction = "is none of the actions on %s: %s".formatted(things, names);
    this.readers =
        readers.stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * @throws Rejected with {@code InvalidDocument}, naming everything that is wrong
   */
  public List<A> read(JsonNode document) {
    FieldErrors errors = new FieldErrors();
    Fields fields = new Fields(document, "", errors);
    List<A> actions = fields.readRequired("actions", Lists.of(MAX, this::action), List.of());
    JsonNode sent = fields.raw("actions");
    if (sent != null && sent.isArray() && sent.isEmpty()) {
      errors.add("/actions", "must have at least one action");
    }
    fields.noOthers();
    errors.throwIfAny();
    return actions;
  }

  private @Nullable A action(JsonNode node, String pointer, FieldErrors errors) {
    Fields fields = new Fields(node, pointer, errors);
    JsonNode name = fields.required("action");
    if (name == null) {
      return null;
    }
    Function<Fields, A> reader = name.isString() ? readers.get(name.stringValue()) : null;
    if (reader == null) {
      errors.add(fields.pointer("action"), unknownAction);
      return null;
    }
    A action = reader.apply(fields);
    fields.noOthers();
    return action;
  }
}
