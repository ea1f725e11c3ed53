package dev.vitrine.command.imports;

import dev.vitrine.command.claims.ClaimKey;
import dev.vitrine.command.claims.Claims;
import dev.vitrine.command.document.Json;
import dev.vitrine.command.eventstore.EventReader;
import dev.vitrine.command.product.ProductDraft;
import dev.vitrine.command.product.ProductState;
import dev.vitrine.contract.event.ProductEvent;
import dev.vitrine.contract.event.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads what a chunk of candidates needs to know, with one query for each kind of thing. */
@Component
final class KnownReader {
  private final JdbcTemplate jdbc;
  private final Claims claims;
  private final EventReader events;

  KnownReader(JdbcTemplate jdbc, Claims claims, EventReader events) {
    this.jdbc = jdbc;
    this.claims = claims;
    this.events = events;
  }

  /**
   * @param importId of the file that the candidates come from
   */
  Known read(String importId, List<Candidate> candidates, boolean publish) {
    List<Candidate.Wanted> wanted = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (candidate instanceof Candidate.Wanted row) {
        wanted.add(row);
      }
    }
    Map<String, Known.Imported> imported =
        imported(importId, wanted.stream().map(Candidate.Wanted::id).collect(Collectors.toSet()));
    Set<String> unknown = new HashSet<>();
    Set<String> changed = new HashSet<>();
    Set<ClaimKey> keys = new HashSet<>();
    for (Candidate.Wanted row : wanted) {
      Known.Imported last = imported.get(row.id());
      if (last == null || !(last.ofThisFile() || last.saysTheSame(row, publish))) {
        (last == null ? unknown : changed).add(row.id());
        keys.addAll(row.keys());
      }
    }
    return new Known(imported, existing(unknown), claims.owners(keys), changed(changed));
  }

  private Map<String, Known.Imported> imported(String importId, Set<String> ids) {
    Map<String, Known.Imported> found = new HashMap<>();
    jdbc.query(
        """
        SELECT product_id, content_hash, published, import_id IS NOT DISTINCT FROM ?
        FROM imported_product WHERE product_id = ANY(?)
        """,
        row -> {
          found.put(
              row.getString(1),
              new Known.Imported(row.getBytes(2), row.getBoolean(3), row.getBoolean(4)));
        },
        importId,
        ids.toArray(String[]::new));
    return found;
  }

  private Set<String> existing(Set<String> ids) {
    Set<String> found = new HashSet<>();
    jdbc.query(
        """
        SELECT aggregate_identifier FROM domain_event_entry
        WHERE aggregate_identifier = ANY(?) AND sequence_number = 0
        """,
        row -> {
          StreamId.productId(row.getString(1)).ifPresent(found::add);
        },
        (Object) ids.stream().map(StreamId::ofProduct).toArray(String[]::new));
    return found;
  }

  private Map<String, Known.Changed> changed(Set<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<String, ProductDraft> last = new HashMap<>();
    jdbc.query(
        "SELECT product_id, document FROM imported_product WHERE product_id = ANY(?)",
        row -> {
          last.put(row.getString(1), Json.WIRE.readValue(row.getString(2), ProductDraft.class));
        },
        (Object) ids.toArray(String[]::new));
    Map<String, Known.Changed> changed = new HashMap<>();
    events.read(
        ids.stream().map(StreamId::ofProduct).toList(),
        stored -> {
          if (stored.event() instanceof ProductEvent event) {
            ProductDraft draft = last.get(event.productId());
            if (draft != null) {
              Known.Changed before = changed.get(event.productId());
              ProductState now = ProductState.evolve(stateOf(before), event);
              changed.put(event.productId(), new Known.Changed(draft, now, stored.sequence()));
            }
          }
        });
    return changed;
  }

  private static @Nullable ProductState stateOf(Known.@Nullable Changed product) {
    return product == null ? null : product.now();
  }
}
