package dev.vitrine.command.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.command.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class ProductRoutesTest extends ServiceTest {
  private static final String DOCUMENT =
      """
      {"id": "%1$s", "slug": "%1$s-slug", "name": {"en": "Desk lamp", "es": "Lámpara de mesa"},
       "description": "Bright.", "brand": "Lumen", "categories": [],
       "attributes": {"material": "steel", "dimmable": true, "watts": 9, "weight": 1.250,
                      "gone": null, "tags": ["led", {"deep": [1]}]},
       "media": [{"url": "https://example.com/front.jpg", "alt": "front"}],
       "variants": [{"sku": "%1$s-BLK", "options": {"Color": "Black"},
                     "prices": [{"currency": "USD", "amount": "29.90"}]},
                    {"options": {"Color": "White"}}]}
      """;

  @Test
  void a_product_is_created_changed_and_read_back() {
    String id = unique("lamp");
    post("/v1/products", DOCUMENT.formatted(id))
        .expectStatus()
        .isCreated()
        .expectHeader()
        .valueEquals("Location", "/v1/products/" + id)
        .expectHeader()
        .valueEquals("ETag", "\"0-1\"")
        .expectBody()
        .json("{\"id\":\"%s\",\"version\":0}".formatted(id));
    post(
            actions(id),
            """
            {"actions":[{"action":"rename","name":"Lamp"},
                        {"action":"set-prices","ref":{"options":{"Color":"White"}},
                         "prices":[{"currency":"EUR","amount":"12.00",
                                    "validFrom":"2026-12-01T00:00:00Z"}]},
                        {"action":"publish"}]}
            """)
        .expectStatus()
        .isOk()
        .expectHeader()
        .valueEquals("ETag", "\"3-1\"")
        .expectBody()
        .json("{\"id\":\"%s\",\"version\":3}".formatted(id));
    viewer
        .get()
        .uri("/v1/products/" + id)
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .valueEquals("ETag", "\"3-1\"")
        .expectBody()
        .jsonPath("$.name.en")
        .isEqualTo("Lamp")
        .jsonPath("$.name.es")
        .doesNotExist()
        .jsonPath("$.status")
        .isEqualTo("published")
        .jsonPath("$.attributes.weight")
        .isEqualTo(1.25)
        .jsonPath("$.attributes.gone")
        .isEmpty()
        .jsonPath("$.variants[1].prices[0].validFrom")
        .isEqualTo("2026-12-01T00:00:00Z")
        .jsonPath("$.version")
        .isEqualTo(3);
  }

  @Test
  void an_id_is_made_when_none_is_sent() {
    post("/v1/products", "{\"name\":\"Lamp\"}")
        .expectStatus()
        .isCreated()
        .expectBody()
        .jsonPath("$.id")
        .value(id -> assertThat(id.toString()).hasSize(36));
  }

  @Test
  void taken_ids_skus_and_slugs_are_refused_and_the_owner_named() {
    String id = unique("lamp");
    post("/v1/products", DOCUMENT.formatted(id)).expectStatus().isCreated();
    expectProblem(post("/v1/products", DOCUMENT.formatted(id)), 409, "id-taken");
    expectProblem(
        post("/v1/products", "{\"id\":\"%s\",\"name\":\"x\"}".formatted(id)), 409, "id-taken");
    post(
            "/v1/products",
            "{\"id\":\"%s\",\"name\":\"x\",\"variants\":[{\"sku\":\"%s-BLK\"}]}"
                .formatted(unique("other"), id))
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:vitrine:problem:sku-taken")
        .jsonPath("$.owner")
        .isEqualTo(id)
        .jsonPath("$.conflicts[0].kind")
        .isEqualTo("sku");
    expectProblem(
        post("/v1/products", "{\"name\":\"x\",\"slug\":\"%s-slug\"}".formatted(id)),
        409,
        "slug-taken");
  }

  @Test
  void a_retired_products_keys_are_free_again() {
    String id = unique("lamp");
    post("/v1/products", DOCUMENT.formatted(id)).expectStatus().isCreated();
    act(id, "{\"action\":\"retire\"}").expectStatus().isOk();
    String heir = unique("heir");
    post("/v1/products", "{\"id\":\"%s\",\"name\":\"x\",\"slug\":\"%s-slug\"}".formatted(heir, id))
        .expectStatus()
        .isCreated();
    expectProblem(act(id, "{\"action\":\"publish\"}"), 409, "product-retired");
  }

  @Test
  void nothing_changed_is_still_an_answer() {
    String id = unique("lamp");
    post("/v1/products", DOCUMENT.formatted(id)).expectStatus().isCreated();
    act(id, "{\"action\":\"set-brand\",\"brand\":\"Lumen\"}")
        .expectStatus()
        .isOk()
        .expectHeader()
        .valueEquals("ETag", "\"0-1\"");
  }

  @Test
  void a_stale_if_match_is_refused_with_the_current_version() {
    String id = unique("lamp");
    post("/v1/products", DOCUMENT.formatted(id)).expectStatus().isCreated();
    for (String fits :
        new String[] {"\"0-1\"", "\"0-7~gzip\"", "\"0-7-lamp~gzip\"", "*", "\"9-1\", \"0-1\""}) {
      publishIf(id, fits, "unpublish").expectStatus().isOk();
    }
    publishIf(id, "\"1-1\"", "publish")
        .expectStatus()
        .isEqualTo(412)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:vitrine:problem:stale-version")
        .jsonPath("$.version")
        .isEqualTo(0);
    expectProblem(publishIf(id, "W/\"0-1\"", "publish"), 412, "stale-version");
    for (String malformed : new String[] {"0", "\"x\"", "\"0\"", "\"-1-1\"", "", "\"0-1\",,"}) {
      expectProblem(publishIf(id, malformed, "publish"), 400, "bad-request");
    }
  }

  @Test
  void an_unknown_category_is_refused_where_it_is_named() {
    post("/v1/products", "{\"name\":\"x\",\"categories\":[\"no-such-category\"]}")
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:vitrine:problem:unknown-category")
        .jsonPath("$.errors[0].pointer")
        .isEqualTo("/categories/0");
  }

  @Test
  void unknown_products_are_not_found() {
    expectProblem(
        admin.get().uri("/v1/products/" + unique("none")).exchange(), 404, "unknown-product");
    expectProblem(act(unique("none"), "{\"action\":\"publish\"}"), 404, "unknown-product");
    expectProblem(admin.get().uri("/v1/products/{id}", "a b").exchange(), 404, "unknown-product");
  }

  @Test
  void the_past_cannot_be_read_yet() {
    expectProblem(
        admin.get().uri("/v1/products/lamp?version=3").exchange(), 400, "not-supported-yet");
  }

  private static String actions(String id) {
    return "/v1/products/" + id + "/actions";
  }

  private ResponseSpec act(String id, String action) {
    return post(actions(id), "{\"actions\":[" + action + "]}");
  }

  private ResponseSpec publishIf(String id, String ifMatch, String action) {
    return admin
        .post()
        .uri(actions(id))
        .header("If-Match", ifMatch)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue("{\"actions\":[{\"action\":\"" + action + "\"}]}")
        .exchange();
  }
}
