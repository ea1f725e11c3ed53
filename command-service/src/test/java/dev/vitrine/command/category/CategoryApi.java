package dev.vitrine.command.category;

import dev.vitrine.command.document.Actions;
import dev.vitrine.command.document.TextSchemas;
import dev.vitrine.command.web.ServiceApi;
import dev.vitrine.openapi.ContractSchemas;
import dev.vitrine.openapi.Operation;
import dev.vitrine.openapi.Parameter;
import dev.vitrine.openapi.Schema;
import dev.vitrine.openapi.Schemas;
import java.util.List;
import java.util.Map;

/** What the document says of {@link CategoryRoutes}. */
public final class CategoryApi {
  private CategoryApi() {}

  public static List<Operation> operations(Schemas schemas) {
    Map<String, Object> changed =
        schemas
            .named(CategoryCommand.Changed.class, "ChangedCategory")
            .say(CategoryCommand.Changed.class, "version", "The version of the whole tree.")
            .of(CategoryCommand.Changed.class);
    Map<String, Object> name = TextSchemas.localized(schemas, "CategoryName", CategoryLimits.NAME);
    Map<String, Object> id = TextSchemas.of(CategoryLimits.ID);
    Map<String, Object> parent =
        Schema.with(
            TextSchemas.orNull(id), "description", "Id of the category above; null for a root.");
    return List.of(
        ServiceApi.read(Operation.get("/v1/categories", "categories", "The category tree"))
            .text("Without ETag, and of version -1, when there never was a category.")
            .answersJson(200, "The whole tree.", ContractSchemas.categoryTree(schemas), "ETag"),
        ServiceApi.decide(Operation.post("/v1/categories", "createCategory", "Create a category"))
            .text("Without `id` one is made from the name.")
            .takesBody(
                "The category.",
                ServiceApi.json(
                    schemas.input(
                        "NewCategory",
                        CategoryCommand.CreateCategory.class,
                        Schema.of("id", TextSchemas.orNull(id), "name", name, "parentId", parent),
                        List.of("name"))))
            .answersJson(201, "Created and committed.", changed, "Location", "ETag")
            .fails(409, "category-id-taken", "category-name-taken", "concurrent-change")
            .fails(422, "unknown-parent", "category-tree-too-deep", "category-tree-too-large"),
        ServiceApi.decide(
                Operation.post(
                    "/v1/categories/{id}/actions", "changeCategory", "Change a category"))
            .text("All of the actions or none, in one commit. Categories cannot be removed.")
            .takes(
                Parameter.path("id", id, "The category's id."),
                ServiceApi.ifMatch("the whole tree"))
            .takesBody(
                "What to do.",
                ServiceApi.json(
                    schemas.define(
                        "CategoryActions",
                        Schemas.strict(
                            Schema.of(
                                "actions",
                                Schema.with(
                                    Schema.array(
                                        schemas.actions(
                                            CategoryAction.class,
                                            Map.of("name", name, "parentId", parent),
                                            List.of())),
                                    "minItems",
                                    1,
                                    "maxItems",
                                    Actions.MAX)),
                            List.of("actions")))))
            .answersJson(200, "Committed, or there was nothing to change.", changed, "ETag")
            .fails(404, "unknown-category")
            .fails(409, "category-name-taken", "concurrent-change")
            .fails(412, "stale-version")
            .fails(
                422,
                "unknown-parent",
                "category-cycle",
                "category-tree-too-deep",
                "category-tree-too-large"));
  }
}
