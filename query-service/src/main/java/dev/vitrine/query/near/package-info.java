/**
 * The cache in this process: bytes ready to send, kept fresh from the views topic, and the floors
 * below which this replica never answers. The protocol is in {@code docs/never-older.md}.
 */
@NullMarked
package dev.vitrine.query.near;

import org.jspecify.annotations.NullMarked;
