package dev.vitrine.command.imports;

import dev.vitrine.command.category.CategoryPaths;
import dev.vitrine.command.category.Tree;
import dev.vitrine.command.claims.ClaimConflict;
import dev.vitrine.command.claims.ClaimKey;
import dev.vitrine.command.product.ProductAction;
import dev.vitrine.command.product.ProductDecider;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import dev.vitrine.contract.event.Claim;
import dev.vitrine.contract.event.ProductEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides candidates as if one after the other, each seeing what the ones before it did. Pure. A
 * candidate that would need more than a key's owner of what this chunk did ends the chunk: a key
 * that was freed in it.
 *
 * <p>A file says one thing of a product: once a row was accepted, a later one that says something
 * else is refused. Were it applied, the same file sent again would change the product to and fro,
 * and take back what an admin changed since.
 */
final class ChunkDecider {
  private final Known known;
  private final boolean publish;
  private Tree tree;
  private boolean treeIsOurs;
  private List<CategoryCreated> rowsCategories = new ArrayList<>();

  private final List<RejectedRow> rejected = new ArrayList<>();
  private final List<CategoryCreated> categories = new ArrayList<>();
  private final List<ChunkDecision.ProductEvents> products = new ArrayList<>();
  private final List<ImportedRow> imported = new ArrayList<>();
  private final List<String> unchanged = new ArrayList<>();
  private final Map<String, Known.Imported> acceptedHere = new HashMap<>();
  private final Map<ClaimKey, String> taken = new HashMap<>();
  private final Set<ClaimKey> freed = new HashSet<>();

  private ChunkDecider(Known known, Tree tree, boolean publish) {
    this.known = known;
    this.tree = tree;
    this.publish = publish;
  }

  /**
   * @param tree left alone
   * @param publish whether the request asks to publish
   */
  static ChunkDecision decide(List<Candidate> candidates, Known known, Tree tree, boolean publish) {
    ChunkDecider decider = new ChunkDecider(known, tree, publish);
    int decided = 0;
    for (Candidate candidate : candidates) {
      if (!decider.decided(candidate)) {
        break;
      }
      decided++;
    }
    return new ChunkDecision(
        decided,
        List.copyOf(decider.rejected),
        List.copyOf(decider.categories),
        List.copyOf(decider.products),
        List.copyOf(decider.imported),
        List.copyOf(decider.unchanged));
  }

  private boolean decided(Candidate candidate) {
    switch (candidate) {
      case Candidate.Unfit(RejectedRow why) -> rejected.add(why);
      case Candidate.Wanted row -> {
        Known.Imported earlier = earlierInThisFile(row.id());
        if (earlier != null) {
          if (!earlier.saysTheSame(row, publish)) {
            rejected.add(
                row.rejected(
                    "duplicate-id",
                    "An earlier row of this file says something else of this product."));
          }
          return true;
        }
        if (row.keys().stream().anyMatch(freed::contains)) {
          return false;
        }
        rowsCategories = new ArrayList<>();
        try {
          decide(row);
        } catch (Rejected refused) {
          rejected.add(rejected(row, refused.rejection()));
        }
      }
    }
    return true;
  }

  private Known.@Nullable Imported earlierInThisFile(String id) {
    Known.Imported last = known.imported().get(id);
    return last != null && last.ofThisFile() ? last : acceptedHere.get(id);
  }

  private void decide(Candidate.Wanted row) {
    Known.Imported last = known.imported().get(row.id());
    if (last == null) {
      create(row);
    } else if (last.saysTheSame(row, publish)) {
      unchanged.add(row.id());
      acceptedHere.put(row.id(), last);
    } else {
      change(row, last);
    }
  }

  private void create(Candidate.Wanted row) {
    if (known.existing().contains(row.id())) {
      throw new Rejected(new Rejection.ProductExists(row.id()));
    }
    requireFree(row.keys());
    boolean published = publish && row.publishable();
    List<String> ids = categoryIds(row.draft().categories());
    accept(
        row,
        published,
        -1,
        ProductDecider.create(row.id(), row.draft().withCategories(ids), published));
  }

  private void change(Candidate.Wanted row, Known.Imported last) {
    Known.Changed product = known.changed().get(row.id());
    if (product == null) {
      throw new IllegalStateException("imported, but without events: " + row.id());
    }
    boolean published = last.publishedAfter(row, publish);
    List<ProductAction> actions =
        RowChange.between(product.last(), row.draft(), product.now(), this::categoryIds);
    if (published && !last.published()) {
      actions.add(new ProductAction.Publish());
    } else if (!published && last.published()) {
      actions.add(new ProductAction.Unpublish());
    }
    List<ProductEvent> events = ProductDecider.change(product.now(), actions);
    requireFree(events.stream().flatMap(e -> e.claimed().stream()).map(ChunkDecider::key).toList());
    accept(row, published, product.version(), events);
  }

  private void requireFree(List<ClaimKey> keys) {
    List<ClaimConflict> conflicts = new ArrayList<>();
    for (ClaimKey key : keys) {
      String owner = taken.getOrDefault(key, known.owners().get(key));
      if (owner != null) {
        conflicts.add(new ClaimConflict(key, owner));
      }
    }
    if (!conflicts.isEmpty()) {
      throw new Rejected(new Rejection.ClaimsTaken(List.copyOf(conflicts)));
    }
  }

  /** Ids of paths; categories that are missing are noted for the case that the row is accepted. */
  private List<String> categoryIds(List<String> paths) {
    Set<String> ids = new LinkedHashSet<>();
    Tree mine = tree;
    for (String path : paths) {
      var resolved = CategoryPaths.resolve(mine, path).orElse(null);
      if (resolved == null) {
        continue;
      }
      if (!resolved.created().isEmpty()) {
        if (rowsCategories.isEmpty()) {
          mine = tree.copy();
        }
        resolved.created().forEach(mine::evolve);
        rowsCategories.addAll(resolved.created());
      }
      ids.add(resolved.id());
    }
    return List.copyOf(ids);
  }

  private void accept(
      Candidate.Wanted row, boolean published, long version, List<ProductEvent> events) {
    imported.add(new ImportedRow(row.id(), row.hash(), published, row.document()));
    acceptedHere.put(row.id(), new Known.Imported(row.hash(), published, true));
    if (!rowsCategories.isEmpty()) {
      if (!treeIsOurs) {
        tree = tree.copy();
        treeIsOurs = true;
      }
      rowsCategories.forEach(tree::evolve);
      categories.addAll(rowsCategories);
    }
    if (events.isEmpty()) {
      return;
    }
    products.add(new ChunkDecision.ProductEvents(row.id(), version, events));
    for (ProductEvent event : events) {
      event.released().forEach(claim -> freed.add(key(claim)));
      event.claimed().forEach(claim -> taken.put(key(claim), row.id()));
    }
  }

  private static RejectedRow rejected(Candidate.Wanted row, Rejection why) {
    RejectedRow plain = row.rejected(why.type(), Judge.sentence(why));
    String sku =
        why instanceof Rejection.ClaimsTaken(var conflicts)
                && conflicts.getFirst().key().kind() == Claim.Kind.SKU
            ? conflicts.getFirst().key().key()
            : plain.sku();
    return new RejectedRow(row.line(), sku, row.id(), plain.reason(), plain.detail(), why.owner());
  }

  private static ClaimKey key(Claim claim) {
    return new ClaimKey(claim.kind(), claim.key());
  }
}
