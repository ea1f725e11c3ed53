package dev.vitrine.standalone.audit;

import dev.vitrine.standalone.audit.Difference.Kind;
import dev.vitrine.standalone.audit.Expectations.Expected;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Every item of a store against what must be there: content, versions, gaps, orphans. */
final class StorePlace implements Place {
  private final Store store;

  StorePlace(Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public void look(Expectations expected, Suspects.Of suspects) throws InterruptedException {
    byte[] seen = new byte[expected.size()]; // not a BitSet: two threads mark at once
    store.scan(
        new Store.Listener() {
          @Override
          public void found(View view) {
            Expected wanted = expected.of(view.key());
            if (wanted != null) {
              seen[wanted.index()] = 1;
            }
            if (!expected.isRight(view)) {
              suspects.add(view.key());
            }
          }

          @Override
          public void unreadable(String key) {
            suspects.add(key);
          }
        });
    expected.forEach(
        (key, wanted) -> {
          if (seen[wanted.index()] == 0 && store.mustHold(key, wanted.gone())) {
            suspects.add(key);
          }
        });
  }

  @Override
  public Predicate<String> viewsFor(Collection<String> suspects) {
    Set<String> keys = new HashSet<>(suspects);
    suspects.forEach(key -> Expectations.productOf(key).ifPresent(keys::add));
    return keys::contains;
  }

  @Override
  public Optional<Difference> judge(String key, Map<String, View> now) throws InterruptedException {
    View wanted = now.get(key);
    View found;
    try {
      found = store.get(key);
    } catch (Store.UnreadableItem e) {
      return Optional.of(
          new Difference(name(), key, Kind.UNREADABLE, String.valueOf(e.getMessage())));
    }
    if (wanted == null) {
      return found == null || Expectations.isLeftEntry(found, now::containsKey)
          ? Optional.empty()
          : Optional.of(new Difference(name(), key, Kind.ORPHAN, "found " + found.version()));
    }
    if (found == null) {
      return store.mustHold(key, wanted.gone())
          ? Optional.of(new Difference(name(), key, Kind.MISSING, "expected " + wanted.version()))
          : Optional.empty();
    }
    return Fields.compare(name(), wanted, found);
  }
}
