package dev.vitrine.connectors.view;

/** A write and what became of it. */
public record Fated(ViewWrite write, Fate fate) {}
