package dev.vitrine.command.rejection;

import dev.vitrine.command.claims.ClaimConflict;
import dev.vitrine.contract.Limits;
import dev.vitrine.contract.product.VariantRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a well-formed request can be refused for. {@link #type()} and {@link #status()} are
 * part of the API: clients switch on them.
 */
public sealed interface Rejection {
  record InvalidDocument(List<FieldError> errors) implements Rejection {}

  /** A product names categories that are not there. */
  record UnknownCategories(List<FieldError> errors) implements Rejection {}

  record ProductExists(String id) implements Rejection {}

  /**
   * @param conflicts at least one
   */
  record ClaimsTaken(List<ClaimConflict> conflicts) implements Rejection {}

  record UnknownProduct(String id) implements Rejection {}

  record Retired(String id) implements Rejection {}

  record UnknownVariant(VariantRef ref) implements Rejection {}

  record DuplicateVariant(VariantRef ref) implements Rejection {}

  record TooManyVariants(int limit) implements Rejection {}

  /**
   * @param bytes of the product's JSON
   */
  record ProductTooLarge(int bytes) implements Rejection {}

  /**
   * @param current the version there is now
   */
  record StaleVersion(long current) implements Rejection {}

  /** Others kept changing the same thing, attempt after attempt. */
  record ConcurrentChange() implements Rejection {}

  record UnknownCategory(String id) implements Rejection {}

  record UnknownParent(String id) implements Rejection {}

  record CategoryExists(String id) implements Rejection {}

  /**
   * @param sibling id of the category that has the name
   */
  record CategoryNameTaken(String name, String sibling) implements Rejection {}

  record CategoryCycle(String id, String parentId) implements Rejection {}

  record TreeTooDeep(int limit) implements Rejection {}

  /**
   * @param of what the tree has at most {@code limit} of
   */
  record TreeTooLarge(int limit, String of) implements Rejection {}

  /** Ends the problem's {@code type}, {@code urn:vitrine:problem:<type>}. */
  default String type() {
    return switch (this) {
      case InvalidDocument _ -> "invalid-document";
      case UnknownCategories _, UnknownCategory _ -> "unknown-category";
      case ProductExists _ -> "id-taken";
      case ClaimsTaken r ->
          switch (r.conflicts().getFirst().key().kind()) {
            case SKU -> "sku-taken";
            case SLUG -> "slug-taken";
          };
      case UnknownProduct _ -> "unknown-product";
      case Retired _ -> "product-retired";
      case UnknownVariant _ -> "unknown-variant";
      case DuplicateVariant _ -> "duplicate-variant";
      case TooManyVariants _ -> "too-many-variants";
      case ProductTooLarge _ -> "product-too-large";
      case StaleVersion _ -> "stale-version";
      case ConcurrentChange _ -> "concurrent-change";
      case UnknownParent _ -> "unknown-parent";
      case CategoryExists _ -> "category-id-taken";
      case CategoryNameTaken _ -> "category-name-taken";
      case CategoryCycle _ -> "category-cycle";
      case TreeTooDeep _ -> "category-tree-too-deep";
      case TreeTooLarge _ -> "category-tree-too-large";
    };
  }

  /** The HTTP status. */
  default int status() {
    return switch (this) {
      case UnknownProduct _, UnknownCategory _ -> 404;
      case ProductExists _,
          ClaimsTaken _,
          Retired _,
          ConcurrentChange _,
          CategoryExists _,
          CategoryNameTaken _ ->
          409;
      case StaleVersion _ -> 412;
      case InvalidDocument _,
          UnknownCategories _,
          UnknownVariant _,
          DuplicateVariant _,
          TooManyVariants _,
          ProductTooLarge _,
          UnknownParent _,
          CategoryCycle _,
          TreeTooDeep _,
          TreeTooLarge _ ->
          422;
    };
  }

  /** One sentence or two for a person. */
  default String detail() {
    return switch (this) {
      case InvalidDocument r -> "What is wrong with the document: " + summary(r.errors()) + ".";
      case UnknownCategories r ->
          "The product names categories that do not exist: " + summary(r.errors()) + ".";
      case ProductExists r -> "There is already a product '" + r.id() + "'.";
      case ClaimsTaken r -> {
        ClaimConflict first = r.conflicts().getFirst();
        String what =
            switch (first.key().kind()) {
              case SKU -> "SKU";
              case SLUG -> "slug";
            };
        yield "The %s '%s' belongs to product '%s'%s."
            .formatted(what, first.key().key(), first.owner(), more(r.conflicts().size()));
      }
      case UnknownProduct r -> "There is no product '" + r.id() + "'.";
      case Retired r -> "Product '" + r.id() + "' is retired; nothing more can happen to it.";
      case UnknownVariant r -> "The product has no variant " + named(r.ref()) + ".";
      case DuplicateVariant r -> "The product already has a variant " + named(r.ref()) + ".";
      case TooManyVariants r -> "A product has at most " + r.limit() + " variants.";
      case ProductTooLarge r ->
          "The product would be %d bytes of JSON; the limit is %d."
              .formatted(r.bytes(), Limits.PRODUCT_BYTES);
      case StaleVersion r ->
          "If-Match names another version; the current one is " + r.current() + ".";
      case ConcurrentChange _ ->
          "Others are changing the same at this moment. Nothing was changed; send it again.";
      case UnknownCategory r -> "There is no category '" + r.id() + "'.";
      case UnknownParent r -> "There is no category '" + r.id() + "' to be the parent.";
      case CategoryExists r -> "There is already a category '" + r.id() + "'.";
      case CategoryNameTaken r ->
          "Category '%s' in the same place is already named '%s'.".formatted(r.sibling(), r.name());
      case CategoryCycle r ->
          "Category '%s' is '%s' or lies below it.".formatted(r.parentId(), r.id());
      case TreeTooDeep r -> "The category tree has at most " + r.limit() + " levels.";
      case TreeTooLarge r -> "The category tree has at most " + r.limit() + " " + r.of() + ".";
    };
  }

  /** Id of the product or category that stands in the way; null when none does. */
  default @Nullable String owner() {
    return switch (this) {
      case ProductExists r -> r.id();
      case ClaimsTaken r -> r.conflicts().getFirst().owner();
      case CategoryExists r -> r.id();
      case CategoryNameTaken r -> r.sibling();
      case InvalidDocument _,
          UnknownCategories _,
          UnknownProduct _,
          Retired _,
          UnknownVariant _,
          DuplicateVariant _,
          TooManyVariants _,
          ProductTooLarge _,
          StaleVersion _,
          ConcurrentChange _,
          UnknownCategory _,
          UnknownParent _,
          CategoryCycle _,
          TreeTooDeep _,
          TreeTooLarge _ ->
          null;
    };
  }

  private static String summary(List<FieldError> errors) {
    FieldError first = errors.getFirst();
    String where = first.pointer().isEmpty() ? "the document" : first.pointer();
    return where + " " + first.detail() + more(errors.size());
  }

  private static String more(int count) {
    return count == 1 ? "" : " (and " + (count - 1) + " more)";
  }

  private static String named(VariantRef ref) {
    return ref.sku() != null ? "with SKU '" + ref.sku() + "'" : "with options " + ref.options();
  }
}
