package dev.vitrine.command.product;

import dev.vitrine.command.document.TextRule;
import dev.vitrine.contract.Limits;

/** Bounds of one product document beyond those of the contract. Texts are in characters. */
final class ProductLimits {
  static final int VARIANTS = 1_000;
  static final int PRICES_PER_VARIANT = 100;
  static final int OPTIONS_PER_VARIANT = 20;
  static final int MEDIA = 250;
  static final int CATEGORIES = 100;

  static final TextRule ID = TextRule.upTo(64).matching(Limits.ID);
  static final TextRule CATEGORY_PATH = TextRule.upTo(5_000);
  static final TextRule NAME = TextRule.upTo(2_000);
  static final TextRule DESCRIPTION = TextRule.upTo(200_000).orBlank();
  static final TextRule BRAND = TextRule.upTo(Limits.BRAND);

  /** Compared exactly and taken as sent, so that also an empty one is a SKU, and has one owner. */
  static final TextRule SKU = TextRule.upToBytes(Limits.CLAIM_BYTES).orBlank();

  static final TextRule SLUG = TextRule.upToBytes(Limits.CLAIM_BYTES);
  static final TextRule BARCODE = TextRule.upTo(200);
  static final TextRule OPTION_NAME = TextRule.upTo(200);
  static final TextRule OPTION_VALUE = TextRule.upTo(1_000);
  static final TextRule URL = TextRule.upTo(4_000);
  static final TextRule ALT = TextRule.upTo(5_000).orBlank();

  private ProductLimits() {}
}
