/** Promise 3: every store and every answer equals the command side's own state. */
@NullMarked
package dev.vitrine.standalone.audit;

import org.jspecify.annotations.NullMarked;
