package dev.vitrine.command.rejection;

/**
 * One thing that is wrong with a document.
 *
 * @param pointer where, a JSON pointer (RFC 6901); empty for the whole document
 * @param detail what, a clause such as "must not be blank"
 */
public record FieldError(String pointer, String detail) {}
