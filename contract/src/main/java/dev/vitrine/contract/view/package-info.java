/** What shoppers read: keys, versions and documents of the views. */
@NullMarked
package dev.vitrine.contract.view;

import org.jspecify.annotations.NullMarked;
