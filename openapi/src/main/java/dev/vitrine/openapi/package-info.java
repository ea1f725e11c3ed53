/** The OpenAPI document of a service: written from its code, checked against its answers. */
@NullMarked
package dev.vitrine.openapi;

import org.jspecify.annotations.NullMarked;
