package dev.vitrine.contract.event;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Everything that can happen in a catalog. Stored names are in {@link EventTypes}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface CatalogEvent permits ProductEvent, CategoryEvent {}
