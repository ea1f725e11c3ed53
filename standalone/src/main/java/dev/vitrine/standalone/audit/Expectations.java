package dev.vitrine.standalone.audit;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All views that must be there, small enough for a heap of some hundred bytes each. */
final class Expectations {
  /**
   * @param index counts from 0, for marking what was seen
   */
  record Expected(int index, ViewVersion version, boolean gone, Digest digest) {}

  private final Map<String, Expected> byKey = new HashMap<>();
  private int products;
  private int entries;

  void add(View view) {
    byKey.put(
        view.key(),
        new Expected(byKey.size(), view.version(), view.gone(), Digest.of(view.content())));
    switch (ViewKey.parse(view.key())) {
      case ViewKey.Product _ -> products++;
      case ViewKey.Listing _ -> entries++;
      case ViewKey.Sku _, ViewKey.Slug _, ViewKey.Categories _ -> {}
    }
  }

  @Nullable Expected of(String key) {
    return byKey.get(key);
  }

  int size() {
    return byKey.size();
  }

  int products() {
    return products;
  }

  int entries() {
    return entries;
  }

  /** Of every product, shown or not. */
  List<String> productIds() {
    List<String> ids = new ArrayList<>();
    for (String key : byKey.keySet()) {
      if (ViewKey.parse(key) instanceof ViewKey.Product(String id)) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** Keys of SKUs and slugs, sorted. */
  List<String> pointers() {
    return byKey.keySet().stream()
        .filter(key -> key.startsWith("sku:") || key.startsWith("slug:"))
        .sorted()
        .toList();
  }

  /** List to how many products it must hold. */
  Map<String, Integer> listed() {
    Map<String, Integer> listed = new TreeMap<>();
    for (String key : byKey.keySet()) {
      if (ViewKey.parse(key) instanceof ViewKey.Listing(String list, String _)) {
        listed.merge(list, 1, Integer::sum);
      }
    }
    return listed;
  }

  void forEach(BiConsumer<String, Expected> to) {
    byKey.forEach(to);
  }

  /** Whether a view that was found is as it must be. */
  boolean isRight(View found) {
    Expected expected = byKey.get(found.key());
    return expected == null
        ? isLeftEntry(found, byKey::containsKey)
        : found.version().equals(expected.version())
            && found.gone() == expected.gone()
            && Digest.of(found.content()).equals(expected.digest());
  }

  /**
   * The one view that may be there unexpected: the gone entry of a list that a product has left.
   * The command side does not remember which those were.
   *
   * @param known whether a view with this key must be there
   */
  static boolean isLeftEntry(View found, Predicate<String> known) {
    return found.gone() && productOf(found.key()).filter(known).isPresent();
  }

  /** The key of the product of a listing entry. */
  static Optional<String> productOf(String key) {
    try {
      return ViewKey.parse(key) instanceof ViewKey.Listing(String _, String product)
          ? Optional.of(new ViewKey.Product(product).text())
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // an orphan with a key of somebody else
    }
  }
}
