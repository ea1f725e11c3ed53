package dev.vitrine.contract.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Status;
import dev.vitrine.contract.product.Variant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Body of a product's view and of every answer that holds a product, in this order of fields. Null
 * fields are left out; lists and maps are always there.
 *
 * @param version sequence of the last event
 * @param updatedAt time of the last event, ISO-8601 instant
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "id",
  "slug",
  "name",
  "description",
  "brand",
  "categories",
  "attributes",
  "media",
  "variants",
  "status",
  "version",
  "updatedAt"
})
public record ProductView(
    String id,
    @Nullable String slug,
    Map<String, String> name,
    Map<String, String> description,
    @Nullable String brand,
    List<String> categories,
    @JsonInclude(content = JsonInclude.Include.ALWAYS) Map<String, @Nullable Object> attributes,
    List<Medium> media,
    List<Variant> variants,
    Status status,
    long version,
    String updatedAt) {

  /** Body of a product that shoppers may not read. */
  @JsonPropertyOrder({"id", "status", "version", "updatedAt"})
  public record Gone(String id, Status status, long version, String updatedAt) {}
}
