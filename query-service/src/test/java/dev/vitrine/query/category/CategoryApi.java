package dev.vitrine.query.category;

import dev.vitrine.contract.view.CategoryTreeView;
import dev.vitrine.openapi.ContractSchemas;
import dev.vitrine.openapi.Operation;
import dev.vitrine.openapi.Schemas;
import dev.vitrine.query.category.CategoryTree.CategoryView;
import dev.vitrine.query.http.ReadApi;
import java.util.List;
import java.util.Map;

/** What the document says of {@link CategoryRoutes}. */
public final class CategoryApi {
  private CategoryApi() {}

  public static List<Operation> operations(Schemas schemas) {
    Map<String, Object> tree = ContractSchemas.categoryTree(schemas);
    schemas
        .named(CategoryView.class, "Category")
        .named(CategoryTree.Ancestor.class, "CategoryAncestor")
        .say(CategoryView.class, "name", "Locale to text.")
        .say(CategoryView.class, "ancestors", "The root comes first.")
        .say(CategoryView.class, "version", "The version of the whole tree.")
        .optional(CategoryTreeView.class, "version", "updatedAt");
    return List.of(
        ReadApi.waits(
                ReadApi.stored(
                    Operation.get("/v1/categories", "categories", "The category tree"),
                    "The whole tree.",
                    tree),
                "the tree")
            .text(
                "A catalog that never had a category answers `{\"categories\":[]}`, without version"
                    + " and entity tag."),
        ReadApi.waits(
                ReadApi.stored(
                    Operation.get("/v1/categories/{id}", "category", "A category"),
                    "The category, what is above and all that is below it.",
                    schemas.of(CategoryView.class)),
                "the tree")
            .takes(ReadApi.id("The category's id."))
            .fails(400, "invalid-id")
            .fails(404, "unknown-category"));
  }
}
