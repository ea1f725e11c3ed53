package dev.vitrine.command.rejection;

import dev.vitrine.command.claims.ClaimConflict;
import dev.vitrine.command.claims.ClaimKey;
import dev.vitrine.contract.product.VariantRef;
import java.util.List;
import java.util.Map;

/** What the document says of every {@link Rejection}; a new one fails the compile here. */
public final class RejectionMeanings {
  private static final VariantRef REF = VariantRef.of("DL-1", Map.of());
  private static final List<FieldError> ERRORS = List.of(new FieldError("/name", "is required"));

  /** One of each type. */
  public static final List<Rejection> SAMPLES =
      List.of(
          new Rejection.InvalidDocument(ERRORS),
          new Rejection.UnknownCategories(ERRORS),
          new Rejection.ProductExists("a"),
          new Rejection.ClaimsTaken(List.of(new ClaimConflict(ClaimKey.sku("DL-1"), "a"))),
          new Rejection.ClaimsTaken(List.of(new ClaimConflict(ClaimKey.slug("lamp"), "a"))),
          new Rejection.UnknownProduct("a"),
          new Rejection.Retired("a"),
          new Rejection.UnknownVariant(REF),
          new Rejection.DuplicateVariant(REF),
          new Rejection.TooManyVariants(1),
          new Rejection.ProductTooLarge(1),
          new Rejection.StaleVersion(1),
          new Rejection.ConcurrentChange(),
          new Rejection.UnknownCategory("a"),
          new Rejection.UnknownParent("a"),
          new Rejection.CategoryExists("a"),
          new Rejection.CategoryNameTaken("Lamps", "a"),
          new Rejection.CategoryCycle("a", "b"),
          new Rejection.TreeTooDeep(1),
          new Rejection.TreeTooLarge(1, "categories"));

  private RejectionMeanings() {}

  /** A sentence. */
  public static String of(Rejection rejection) {
    return switch (rejection) {
      case Rejection.InvalidDocument _ -> "The document breaks rules; errors names all it breaks.";
      case Rejection.UnknownCategories _ ->
          "The product names categories that do not exist; errors says which.";
      case Rejection.ProductExists _ -> "There is already a product with this id; owner names it.";
      case Rejection.ClaimsTaken taken ->
          switch (taken.conflicts().getFirst().key().kind()) {
            case SKU -> "Another product has one of the SKUs; owner and conflicts say which.";
            case SLUG -> "Another product has the slug; owner and conflicts say which.";
          };
      case Rejection.UnknownProduct _ -> "There is no product with this id.";
      case Rejection.Retired _ -> "The product is retired; nothing more can happen to it.";
      case Rejection.UnknownVariant _ -> "The product has no such variant.";
      case Rejection.DuplicateVariant _ -> "The product already has such a variant.";
      case Rejection.TooManyVariants _ -> "The product would have too many variants.";
      case Rejection.ProductTooLarge _ -> "The product would be too large.";
      case Rejection.StaleVersion _ ->
          "If-Match names another version than there is; version says which there is.";
      case Rejection.ConcurrentChange _ ->
          "Others keep changing the same. Nothing was changed; send it again.";
      case Rejection.UnknownCategory _ -> "There is no category with this id.";
      case Rejection.UnknownParent _ -> "There is no category to be the parent.";
      case Rejection.CategoryExists _ ->
          "There is already a category with this id; owner names it.";
      case Rejection.CategoryNameTaken _ ->
          "A category in the same place has this name; owner names it.";
      case Rejection.CategoryCycle _ -> "The new parent is the category itself or lies below it.";
      case Rejection.TreeTooDeep _ -> "The category tree would have too many levels.";
      case Rejection.TreeTooLarge _ -> "The category tree would be too large.";
    };
  }
}
