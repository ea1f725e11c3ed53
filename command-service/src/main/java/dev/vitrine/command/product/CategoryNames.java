package dev.vitrine.command.product;

/** How a product document names its categories. */
public enum CategoryNames {
  /** By id; the categories must exist. */
  IDS,
  /** As imports do: by path of names ({@code A > B > C}) or by id; what is missing is created. */
  PATHS
}
