package dev.vitrine.projections.fold;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;

/**
 * A view to be emitted.
 *
 * @param gone not readable by shoppers; the body says why
 * @param body a record of package {@code dev.vitrine.contract.view}
 */
public record View(ViewKey key, ViewVersion version, boolean gone, Record body) {}
