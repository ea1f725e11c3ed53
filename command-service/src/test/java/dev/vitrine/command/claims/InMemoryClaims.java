package dev.vitrine.command.claims;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the claim table does, for tests of aggregates. */
public final class InMemoryClaims implements Claims {
  private final Map<ClaimKey, String> owners = new HashMap<>();
  private final Map<ClaimKey, Long> generations = new HashMap<>();

  public void own(ClaimKey key, String owner, long generation) {
    owners.put(key, owner);
    generations.put(key, generation);
  }

  public void free(ClaimKey key, long generation) {
    owners.remove(key);
    generations.put(key, generation);
  }

  @Override
  public ClaimOutcome take(List<ClaimChange> changes) {
    List<ClaimConflict> conflicts = new ArrayList<>();
    for (ClaimChange change : changes) {
      String owner = owners.get(change.key());
      boolean fits = change.ownedBefore() ? change.owner().equals(owner) : owner == null;
      if (!fits) {
        conflicts.add(new ClaimConflict(change.key(), String.valueOf(owner)));
      }
    }
    if (!conflicts.isEmpty()) {
      return new ClaimOutcome.Refused(conflicts);
    }
    Map<ClaimKey, Long> before = new HashMap<>();
    for (ClaimChange change : changes) {
      long generation = generations.getOrDefault(change.key(), 0L);
      before.put(change.key(), generation);
      generations.put(change.key(), generation + change.steps());
      if (change.ownedAfter()) {
        owners.put(change.key(), change.owner());
      } else {
        owners.remove(change.key());
      }
    }
    return new ClaimOutcome.Granted(before);
  }

  @Override
  public Map<ClaimKey, String> owners(Collection<ClaimKey> keys) {
    Map<ClaimKey, String> found = new HashMap<>(owners);
    found.keySet().retainAll(keys);
    return found;
  }
}
