package dev.vitrine.query.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.contract.view.PointerView;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.Samples;
import dev.vitrine.query.Shop;
import dev.vitrine.query.Shop.Answer;
import dev.vitrine.query.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A SKU went from one product to another, and the sink of the pointers into Redis is behind. */
@ExtendWith(Shop.Provided.class)
class MovedPointersTest {
  private final Shop shop;
  private final Stores stores;
  private final String before = Shop.fresh("before");
  private final String after = Shop.fresh("after");
  private final String sku = Shop.fresh("SKU");
  private final ViewKey pointer = new ViewKey.Sku(sku);

  MovedPointersTest(Shop shop) {
    this.shop = shop;
    this.stores = shop.stores;
  }

  private void inRedis(@Nullable String product, long generation) {
    stores.toRedis(
        pointer,
        new StoredView(
            ViewVersion.ofGeneration(generation),
            product == null,
            Stores.JSON.writeValueAsBytes(new PointerView(product, generation))));
  }

  private void owns(String id, long version) {
    stores.product(Samples.product(id, version, "Lamp", sku, null, "lamps"));
  }

  private void assertLeadsTo(String id, Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("id").asString()).isEqualTo(id);
  }

  @Test
  void it_leads_to_its_new_product_though_redis_names_the_old_one() {
    inRedis(before, 1);
    stores.product(Samples.product(before, 2));
    stores.pointer(pointer, after, 2);
    owns(after, 1);

    assertLeadsTo(after, shop.get("/v1/skus/" + sku));
    await()
        .untilAsserted(
            () -> assertThat(stores.redis().get(pointer.text())).asString().contains(after));
  }

  @Test
  void it_leads_to_its_new_product_when_the_old_one_has_gone() {
    inRedis(before, 1);
    stores.toDynamo(new ViewKey.Product(before), Stores.gone(8, Samples.retired(before, 8)));
    stores.pointer(pointer, after, 2);
    owns(after, 1);

    assertLeadsTo(after, shop.get("/v1/skus/" + sku));
  }

  @Test
  void it_leads_to_its_new_product_though_redis_says_it_is_free() {
    inRedis(null, 2);
    stores.pointer(pointer, after, 3);
    owns(after, 1);

    assertLeadsTo(after, shop.get("/v1/skus/" + sku));
  }

  @Test
  void a_read_that_says_a_version_gets_to_the_new_product_too() {
    inRedis(before, 1);
    owns(before, 1);
    stores.pointer(pointer, after, 2);
    owns(after, 7);

    assertLeadsTo(after, shop.get("/v1/skus/" + sku + "?minVersion=7"));
  }

  @Test
  void an_older_pointer_below_does_not_bring_back_what_redis_knows_to_be_free() {
    inRedis(null, 3);
    stores.pointer(pointer, before, 2);
    owns(before, 1);

    assertThat(shop.get("/v1/skus/" + sku).status()).isEqualTo(404);
  }

  @Test
  void a_product_that_is_gone_still_says_at_which_version_when_nothing_has_moved() {
    inRedis(before, 1);
    stores.pointer(pointer, before, 1);
    stores.toDynamo(new ViewKey.Product(before), Stores.gone(8, Samples.retired(before, 8)));

    Answer answer = shop.get("/v1/skus/" + sku);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Vitrine-Version")).isEqualTo("8");
  }

  @Test
  void who_has_seen_a_product_behind_it_does_not_hear_that_there_is_none_while_it_holds_it() {
    String seen = "\"5-1-" + before + "\"";
    owns(before, 5);
    assertThat(shop.get("/v1/skus/" + sku, "If-None-Match", seen).status()).isEqualTo(503);
    stores.product(Samples.product(before, 6));
    stores.toRedis(new ViewKey.Product(before), Stores.view(6, Samples.product(before, 6)));
    assertThat(shop.get("/v1/skus/" + sku, "If-None-Match", seen).status()).isEqualTo(404);
  }
}
