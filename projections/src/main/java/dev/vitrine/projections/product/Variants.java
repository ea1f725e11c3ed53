package dev.vitrine.projections.product;

import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import dev.vitrine.projections.fold.ImpossibleEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes of a product's list of variants, which are known by their {@link VariantRef}. */
final class Variants {
  private Variants() {}

  static List<Variant> add(List<Variant> variants, Variant added) {
    List<Variant> after = new ArrayList<>(variants);
    after.add(added);
    return after;
  }

  static List<Variant> replace(
      List<Variant> variants, VariantRef ref, UnaryOperator<Variant> change) {
    List<Variant> after = new ArrayList<>(variants);
    int index = indexOf(variants, ref);
    after.set(index, change.apply(after.get(index)));
    return after;
  }

  static List<Variant> remove(List<Variant> variants, VariantRef ref) {
    List<Variant> after = new ArrayList<>(variants);
    after.remove(indexOf(variants, ref));
    return after;
  }

  private static int indexOf(List<Variant> variants, VariantRef ref) {
    for (int i = 0; i < variants.size(); i++) {
      if (variants.get(i).ref().equals(ref)) {
        return i;
      }
    }
    throw new ImpossibleEvent("no variant " + ref);
  }
}
