/** What happened: the events of the catalog, as they are stored and as they travel. */
@NullMarked
package dev.vitrine.contract.event;

import org.jspecify.annotations.NullMarked;
