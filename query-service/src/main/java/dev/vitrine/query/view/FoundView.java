package dev.vitrine.query.view;

import dev.vitrine.contract.view.StoredView;

/** A view and the level that had it. */
public record FoundView(StoredView view, Source source) {}
