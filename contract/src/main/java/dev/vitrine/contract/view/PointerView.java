package dev.vitrine.contract.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Body of a SKU's or slug's view.
 *
 * @param product the owner; null when the key is free (the view is then gone)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PointerView(@Nullable String product, long generation) {}
