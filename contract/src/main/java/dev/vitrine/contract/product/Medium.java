package dev.vitrine.contract.product;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A picture or film of a product. {@code url} is absolute http(s). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Medium(String url, @Nullable String alt) {}
