package dev.vitrine.openapi;

import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Price;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.view.CategoryTreeView;
import dev.vitrine.contract.view.ProductView;
import java.util.Map;

/** The documents of the contract that both services answer with. */
public final class ContractSchemas {
  private ContractSchemas() {}

  public static Map<String, Object> product(Schemas schemas) {
    return schemas
        .named(ProductView.class, "Product")
        .say(ProductView.class, "name", "Locale to text.")
        .say(ProductView.class, "description", "Locale to text.")
        .say(ProductView.class, "categories", "Ids.")
        .say(ProductView.class, "attributes", "Any JSON, as it was sent.")
        .say(ProductView.class, "version", "The sequence of the product's last event.")
        .say(ProductView.class, "updatedAt", "The time of that event, an ISO 8601 instant.")
        .say(Medium.class, "url", "Absolute, http or https.")
        .say(Variant.class, "sku", "Unique in the catalog.")
        .say(Variant.class, "options", "Option to value, in the order in which they were sent.")
        .say(Price.class, "currency", "ISO 4217.")
        .say(Price.class, "amount", "A decimal number, as it was sent.")
        .say(Price.class, "validFrom", "An ISO 8601 instant, as it was sent.")
        .say(Price.class, "validUntil", "An ISO 8601 instant, as it was sent.")
        .of(ProductView.class);
  }

  public static Map<String, Object> categoryTree(Schemas schemas) {
    return schemas
        .named(CategoryTreeView.class, "CategoryTree")
        .named(CategoryTreeView.Node.class, "CategoryNode")
        .say(CategoryTreeView.class, "categories", "Roots, in the order of their creation.")
        .say(CategoryTreeView.class, "version", "The sequence of the tree's last event.")
        .say(CategoryTreeView.Node.class, "name", "Locale to text.")
        .of(CategoryTreeView.class);
  }
}
