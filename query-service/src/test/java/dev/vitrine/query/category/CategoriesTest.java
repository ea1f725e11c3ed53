package dev.vitrine.query.category;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.view.CategoryTreeView;
import dev.vitrine.contract.view.CategoryTreeView.Node;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.Samples;
import dev.vitrine.query.Shop;
import dev.vitrine.query.Shop.Answer;
import dev.vitrine.query.Stores;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Shop.Provided.class)
class CategoriesTest {
  private final Shop shop;

  CategoriesTest(Shop shop) {
    this.shop = shop;
  }

  private static Node node(String id, Node... children) {
    return new Node(id, Map.of("en", id.toUpperCase(Locale.ROOT)), List.of(children));
  }

  @Test
  void the_tree_is_answered_as_it_is_stored() {
    CategoryTreeView tree =
        new CategoryTreeView(List.of(node("a", node("b"))), System.nanoTime(), Samples.TIME);
    shop.stores.tree(tree);
    Answer answer = shop.get("/v1/categories");
    assertThat(answer.body()).isEqualTo(Stores.JSON.writeValueAsBytes(tree));
    assertThat(answer.header("Vitrine-Version")).isEqualTo("" + tree.version());
    assertThat(shop.get("/v1/categories", "If-None-Match", answer.header("ETag")).status())
        .isEqualTo(304);
  }

  /** So many that a part of the tree is worth compressing. */
  private static Node[] others() {
    return IntStream.range(0, 20).mapToObj(i -> node("other-" + i)).toArray(Node[]::new);
  }

  @Test
  void a_category_knows_its_ancestors_and_what_is_below_it() {
    long version = System.nanoTime();
    shop.stores.tree(
        new CategoryTreeView(
            List.of(
                node("root", node("mid", node("leaf"), node("leaf2"))), node("other", others())),
            version,
            Samples.TIME));
    Answer answer = shop.get("/v1/categories/mid");
    assertThat(answer.json())
        .isEqualTo(
            Stores.JSON.readTree(
                """
                {"id":"mid","name":{"en":"MID"},
                 "ancestors":[{"id":"root","name":{"en":"ROOT"}}],
                 "children":[{"id":"leaf","name":{"en":"LEAF"},"children":[]},
                             {"id":"leaf2","name":{"en":"LEAF2"},"children":[]}],
                 "version":%d,"updatedAt":"%s"}
                """
                    .formatted(version, Samples.TIME)));
    assertThat(shop.get("/v1/categories/leaf").json().get("ancestors").size()).isEqualTo(2);
    assertThat(shop.get("/v1/categories/nowhere").status()).isEqualTo(404);
    assertThat(shop.get("/v1/categories/mid", "If-None-Match", answer.header("ETag")).status())
        .isEqualTo(304);
    Answer compressed = shop.get("/v1/categories/mid", "Accept-Encoding", "gzip");
    assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(compressed.uncompressed()).isEqualTo(answer.body());
    String tag = compressed.header("ETag");
    assertThat(tag).isNotEqualTo(answer.header("ETag"));
    assertThat(
            shop.get("/v1/categories/mid", "Accept-Encoding", "gzip", "If-None-Match", tag)
                .status())
        .isEqualTo(304);
  }

  @Test
  void a_new_tree_replaces_the_one_that_was_parsed() {
    long version = System.nanoTime();
    shop.stores.tree(new CategoryTreeView(List.of(node("old")), version, Samples.TIME));
    assertThat(shop.get("/v1/categories/old").status()).isEqualTo(200);
    CategoryTreeView next = new CategoryTreeView(List.of(node("new")), version + 1, Samples.TIME);
    shop.stores.tree(next);
    shop.stores.toRedis(new ViewKey.Categories(), Stores.view(version + 1, next));
    assertThat(shop.get("/v1/categories/new").status()).isEqualTo(200);
    assertThat(shop.get("/v1/categories/old").status()).isEqualTo(404);
  }

  @Test
  void a_tree_older_than_was_asked_for_or_seen_is_never_answered() {
    long version = System.nanoTime();
    shop.stores.tree(new CategoryTreeView(List.of(node("seen")), version, Samples.TIME));
    for (String path : List.of("/v1/categories", "/v1/categories/seen", "/v1/categories/later")) {
      Answer asked = shop.get(path + "?minVersion=" + (version + 1));
      assertThat(asked.status()).isEqualTo(503);
      assertThat(asked.header("Retry-After")).isEqualTo("1");
      assertThat(shop.get(path, "If-None-Match", "\"" + (version + 1) + "-1\"").status())
          .isEqualTo(503);
    }
    assertThat(shop.get("/v1/categories?minVersion=" + version).status()).isEqualTo(200);
  }

  @Test
  void a_category_that_arrives_meanwhile_is_answered() throws Exception {
    long version = System.nanoTime();
    shop.stores.tree(new CategoryTreeView(List.of(), version, Samples.TIME));
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> shop.get("/v1/categories/late?minVersion=" + (version + 1), "Prefer", "wait=10"));
    CompletableFuture.runAsync(
            () ->
                shop.stores.tree(
                    new CategoryTreeView(List.of(node("late")), version + 1, Samples.TIME)),
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS))
        .get(20, TimeUnit.SECONDS);
    assertThat(waiting.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
  }
}
