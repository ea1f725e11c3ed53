package dev.vitrine.standalone.audit;

import dev.vitrine.standalone.audit.Difference.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Compares two views field by field and says where they differ. */
final class Fields {
  private static final int SHOWN = 160;

  private Fields() {}

  static Optional<Difference> compare(String where, View wanted, View found) {
    List<String> details = new ArrayList<>();
    int order = found.version().compareTo(wanted.version());
    if (order != 0) {
      details.add("version: expected %s, found %s".formatted(wanted.version(), found.version()));
    }
    if (found.gone() != wanted.gone()) {
      details.add("gone: expected %s, found %s".formatted(wanted.gone(), found.gone()));
    }
    if (!Digest.of(found.content()).equals(Digest.of(wanted.content()))) {
      differ("", wanted.content(), found.content(), details);
    }
    if (details.isEmpty()) {
      return Optional.empty();
    }
    Kind kind = order < 0 ? Kind.OLDER : order > 0 ? Kind.NEWER : Kind.DIFFERENT;
    return Optional.of(new Difference(where, wanted.key(), kind, String.join("; ", details)));
  }

  private static void differ(String path, JsonNode wanted, JsonNode found, List<String> to) {
    if (wanted.isObject() && found.isObject()) {
      Set<String> names = new LinkedHashSet<>(wanted.propertyNames());
      names.addAll(found.propertyNames());
      for (String name : names) {
        differ(path + "/" + name, wanted.path(name), found.path(name), to);
      }
      if (path.endsWith("/options")
          && !List.copyOf(wanted.propertyNames()).equals(List.copyOf(found.propertyNames()))) {
        to.add(path + ": another order of options");
      }
    } else if (wanted.isArray() && found.isArray() && wanted.size() == found.size()) {
      for (int i = 0; i < wanted.size(); i++) {
        differ(path + "/" + i, wanted.path(i), found.path(i), to);
      }
    } else if (!Digest.of(wanted).equals(Digest.of(found))) {
      to.add("%s: expected %s, found %s".formatted(path, shown(wanted), shown(found)));
    }
  }

  private static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
