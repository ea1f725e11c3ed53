package dev.vitrine.projections.product;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vitrine.contract.product.Status;
import dev.vitrine.contract.view.PointerView;
import dev.vitrine.projections.fold.History;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything the fold knows of one product. Its JSON is the store's and the changelog's.
 *
 * @param firstPublishedAt time of the first publication, exactly as its event has it
 * @param listed lists in which the product's entry is live, as of the last finished commit
 * @param claims view key to pointer: claims and releases of the commit that is not finished yet, of
 *     each key the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProductState(
    ProductDocument document,
    Status status,
    History history,
    @Nullable String firstPublishedAt,
    List<String> listed,
    Map<String, PointerView> claims) {

  ProductState committed(List<String> nowListed) {
    return new ProductState(document, status, history, firstPublishedAt, nowListed, Map.of());
  }
}
