package dev.vitrine.command.imports;

import dev.vitrine.command.product.ProductAction;
import dev.vitrine.command.product.ProductAction.AddVariant;
import dev.vitrine.command.product.ProductAction.ChangeVariant;
import dev.vitrine.command.product.ProductAction.Describe;
import dev.vitrine.command.product.ProductAction.RemoveVariant;
import dev.vitrine.command.product.ProductAction.Rename;
import dev.vitrine.command.product.ProductAction.SetAttributes;
import dev.vitrine.command.product.ProductAction.SetBrand;
import dev.vitrine.command.product.ProductAction.SetCategories;
import dev.vitrine.command.product.ProductAction.SetMedia;
import dev.vitrine.command.product.ProductAction.SetPrices;
import dev.vitrine.command.product.ProductAction.SetSlug;
import dev.vitrine.command.product.ProductDraft;
import dev.vitrine.command.product.ProductState;
import dev.vitrine.command.product.TextChange;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What a row that was imported before has to change: the fields in which it differs from what it
 * said last time. Everything else is left as the catalog has it, so that an import never takes back
 * what an admin edited since.
 */
final class RowChange {
  private RowChange() {}

  /**
   * @param categories from paths to ids; asked only when the paths differ
   * @return actions that may turn out to change nothing
   */
  static List<ProductAction> between(
      ProductDraft last,
      ProductDraft next,
      ProductState now,
      UnaryOperator<List<String>> categories) {
    List<ProductAction> actions = new ArrayList<>();
    if (!last.name().equals(next.name())) {
      actions.add(new Rename(next.name()));
    }
    if (!last.description().equals(next.description())) {
      actions.add(new Describe(next.description()));
    }
    if (!Objects.equals(last.brand(), next.brand())) {
      actions.add(new SetBrand(next.brand()));
    }
    if (!Objects.equals(last.slug(), next.slug())) {
      actions.add(new SetSlug(next.slug()));
    }
    if (!last.categories().equals(next.categories())) {
      actions.add(new SetCategories(categories.apply(next.categories())));
    }
    if (!last.attributes().equals(next.attributes())) {
      actions.add(new SetAttributes(next.attributes()));
    }
    if (!last.media().equals(next.media())) {
      actions.add(new SetMedia(next.media()));
    }
    variants(byRef(last.variants()), byRef(next.variants()), byRef(now.variants()), actions);
    return actions;
  }

  /** Those that left first, so that their options are free for those that came. */
  private static void variants(
      Map<VariantRef, Variant> last,
      Map<VariantRef, Variant> next,
      Map<VariantRef, Variant> now,
      List<ProductAction> actions) {
    for (VariantRef ref : last.keySet()) {
      if (!next.containsKey(ref) && now.containsKey(ref)) {
        actions.add(new RemoveVariant(ref));
      }
    }
    for (Map.Entry<VariantRef, Variant> entry : next.entrySet()) {
      VariantRef ref = entry.getKey();
      Variant variant = entry.getValue();
      Variant before = last.get(ref);
      if (before == null && !now.containsKey(ref)) {
        actions.add(new AddVariant(variant));
      } else if (before == null) {
        actions.add(change(ref, variant));
        actions.add(new SetPrices(ref, variant.prices()));
      } else if (now.containsKey(ref)) { // else an admin took it away, and it stays away
        if (!before.withPrices(List.of()).equals(variant.withPrices(List.of()))) {
          actions.add(change(ref, variant));
        }
        if (!before.prices().equals(variant.prices())) {
          actions.add(new SetPrices(ref, variant.prices()));
        }
      }
    }
  }

  private static ChangeVariant change(VariantRef ref, Variant variant) {
    return new ChangeVariant(
        ref, new TextChange.Keep(), variant.options(), new TextChange.To(variant.barcode()));
  }

  private static Map<VariantRef, Variant> byRef(List<Variant> variants) {
    Map<VariantRef, Variant> byRef = new LinkedHashMap<>();
    variants.forEach(variant -> byRef.put(variant.ref(), variant));
    return byRef;
  }
}
