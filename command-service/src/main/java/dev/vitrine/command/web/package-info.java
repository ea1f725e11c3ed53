/** What all routes share: problem documents, security, limits. */
@NullMarked
package dev.vitrine.command.web;

import org.jspecify.annotations.NullMarked;
