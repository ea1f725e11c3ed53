package dev.vitrine.contract.view;

import java.util.Optional;

/** Keys of views: of records of the views topic, of Redis and of the DynamoDB views table. */
public sealed interface ViewKey {
  record Product(String id) implements ViewKey {
    @Override
    public String prefix() {
      return "product:";
    }

    @Override
    public String rest() {
      return id;
    }
  }

  record Sku(String sku) implements ViewKey {
    @Override
    public String prefix() {
      return "sku:";
    }

    @Override
    public String rest() {
      return sku;
    }
  }

  record Slug(String slug) implements ViewKey {
    @Override
    public String prefix() {
      return "slug:";
    }

    @Override
    public String rest() {
      return slug;
    }
  }

  /** The whole category tree. */
  record Categories() implements ViewKey {
    @Override
    public String prefix() {
      return "categories";
    }

    @Override
    public String rest() {
      return "";
    }
  }

  /**
   * A product's place in one list.
   *
   * @param list id of a direct category, or what {@link #ofBrand} makes
   */
  record Listing(String list, String product) implements ViewKey {
    private static final String BRAND = "brand=";

    /** The list of a brand's products; no category has such an id. */
    public static String ofBrand(String brand) {
      return BRAND + brand;
    }

    /** The brand whose products a list holds; empty for the list of a category. */
    public static Optional<String> brandOf(String list) {
      return list.startsWith(BRAND)
          ? Optional.of(list.substring(BRAND.length()))
          : Optional.empty();
    }

    @Override
    public String prefix() {
      return "listing:";
    }

    @Override
    public String rest() {
      return list + ":" + product;
    }
  }

  /** What the text begins with. */
  String prefix();

  /** What follows the prefix. */
  String rest();

  /** The key as it is written, for example {@code sku:DL-01-BLK}. */
  default String text() {
    return prefix().concat(rest());
  }

  /**
   * @throws IllegalArgumentException when the text is no view key
   */
  static ViewKey parse(String text) {
    if (text.equals("categories")) {
      return new Categories();
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not a view key: " + text);
    }
    String rest = text.substring(colon + 1);
    return switch (text.substring(0, colon)) {
      case "product" -> new Product(rest);
      case "sku" -> new Sku(rest);
      case "slug" -> new Slug(rest);
      case "listing" -> {
        int last = rest.lastIndexOf(':'); // a brand may have one, an id has none
        if (last < 0) {
          throw new IllegalArgumentException("not a listing key: " + text);
        }
        yield new Listing(rest.substring(0, last), rest.substring(last + 1));
      }
      default -> throw new IllegalArgumentException("not a view key: " + text);
    };
  }
}
