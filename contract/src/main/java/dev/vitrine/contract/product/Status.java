package dev.vitrine.contract.product;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a product is in its life. Shoppers see published ones only. */
public enum Status {
  @JsonProperty("draft")
  DRAFT,
  @JsonProperty("published")
  PUBLISHED,
  @JsonProperty("unpublished")
  UNPUBLISHED,
  @JsonProperty("retired")
  RETIRED
}
