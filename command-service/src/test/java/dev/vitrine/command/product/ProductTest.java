package dev.vitrine.command.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.command.claims.ClaimKey;
import dev.vitrine.command.claims.Claims;
import dev.vitrine.command.claims.InMemoryClaims;
import dev.vitrine.command.eventstore.ExpectedVersion;
import dev.vitrine.command.product.ProductAction.AddVariant;
import dev.vitrine.command.product.ProductAction.ChangeVariant;
import dev.vitrine.command.product.ProductAction.Describe;
import dev.vitrine.command.product.ProductAction.Publish;
import dev.vitrine.command.product.ProductAction.RemoveVariant;
import dev.vitrine.command.product.ProductAction.Rename;
import dev.vitrine.command.product.ProductAction.Retire;
import dev.vitrine.command.product.ProductAction.SetAttributes;
import dev.vitrine.command.product.ProductAction.SetBrand;
import dev.vitrine.command.product.ProductAction.SetCategories;
import dev.vitrine.command.product.ProductAction.SetMedia;
import dev.vitrine.command.product.ProductAction.SetPrices;
import dev.vitrine.command.product.ProductAction.SetSlug;
import dev.vitrine.command.product.ProductAction.Unpublish;
import dev.vitrine.command.product.ProductCommand.ChangeProduct;
import dev.vitrine.command.product.ProductCommand.CreateProduct;
import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import dev.vitrine.contract.Limits;
import dev.vitrine.contract.event.Claim;
import dev.vitrine.contract.event.ProductEvent.ProductAttributesSet;
import dev.vitrine.contract.event.ProductEvent.ProductBrandSet;
import dev.vitrine.contract.event.ProductEvent.ProductCategoriesSet;
import dev.vitrine.contract.event.ProductEvent.ProductCreated;
import dev.vitrine.contract.event.ProductEvent.ProductDescribed;
import dev.vitrine.contract.event.ProductEvent.ProductMediaSet;
import dev.vitrine.contract.event.ProductEvent.ProductPublished;
import dev.vitrine.contract.event.ProductEvent.ProductRenamed;
import dev.vitrine.contract.event.ProductEvent.ProductRetired;
import dev.vitrine.contract.event.ProductEvent.ProductSlugSet;
import dev.vitrine.contract.event.ProductEvent.ProductUnpublished;
import dev.vitrine.contract.event.ProductEvent.VariantAdded;
import dev.vitrine.contract.event.ProductEvent.VariantChanged;
import dev.vitrine.contract.event.ProductEvent.VariantPricesSet;
import dev.vitrine.contract.event.ProductEvent.VariantRemoved;
import dev.vitrine.contract.event.StreamId;
import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Price;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.hamcrest.CoreMatchers;
import org.hamcrest.CustomMatcher;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProductTest {
  private static final String ID = "lamp";
  private static final Variant BLACK =
      new Variant("L-BLK", Map.of("Color", "Black"), null, List.of());
  private static final Variant PLAIN = new Variant(null, Map.of("Color", "White"), null, List.of());
  private static final VariantRef BY_SKU = BLACK.ref();
  private static final VariantRef BY_OPTIONS = PLAIN.ref();
  private static final Price USD = new Price("USD", "29.90", null, null);

  private final InMemoryClaims claims = new InMemoryClaims();
  private AggregateTestFixture<Product> product = new AggregateTestFixture<>(Product.class);

  @BeforeEach
  void fixture() {
    product = new AggregateTestFixture<>(Product.class);
    product.registerInjectableResource((Claims) claims);
  }

  // Creating

  @Test
  void creating_records_the_document_and_claims_its_keys() {
    claims.free(ClaimKey.slug("lamp"), 2);
    product
        .givenNoPriorActivity()
        .when(create(draft("lamp", BLACK, PLAIN)))
        .expectEvents(created("lamp", List.of(sku("L-BLK", 1), slug("lamp", 3)), BLACK, PLAIN));
  }

  @Test
  void a_sku_of_another_product_is_refused_and_the_owner_named() {
    claims.own(ClaimKey.sku("L-BLK"), "other", 1);
    refused(product.givenNoPriorActivity().when(create(draft(null, BLACK))), "sku-taken", "other");
  }

  @Test
  void a_slug_of_another_product_is_refused_and_the_owner_named() {
    claims.own(ClaimKey.slug("lamp"), "other", 1);
    refused(product.givenNoPriorActivity().when(create(draft("lamp"))), "slug-taken", "other");
  }

  @Test
  void creating_with_keys_that_the_same_product_owns_means_that_it_exists() {
    claims.own(ClaimKey.sku("L-BLK"), ID, 1);
    refused(product.givenNoPriorActivity().when(create(draft(null, BLACK))), "id-taken", ID);
  }

  // Content

  @Test
  void renaming_records_the_name() {
    changed(new Rename(Map.of("en", "Lamp 2")))
        .expectEvents(new ProductRenamed(ID, Map.of("en", "Lamp 2")));
  }

  @Test
  void renaming_to_the_same_name_records_nothing() {
    changed(new Rename(Map.of("en", "Lamp"))).expectSuccessfulHandlerExecution().expectNoEvents();
  }

  @Test
  void every_content_action_records_the_whole_new_value_and_nothing_when_it_is_the_old_one() {
    var description = Map.of("en", "Bright.");
    var media = List.of(new Medium("https://example.com/a.jpg", null));
    changed(
            new Describe(description),
            new Describe(description),
            new SetBrand("Lumen"),
            new SetBrand("Lumen"),
            new SetBrand(null),
            new SetCategories(List.of("lamps")),
            new SetCategories(List.of("lamps")),
            new SetAttributes(Map.of("watts", 9)),
            new SetAttributes(Map.of("watts", 9)),
            new SetMedia(media),
            new SetMedia(media))
        .expectEvents(
            new ProductDescribed(ID, description),
            new ProductBrandSet(ID, "Lumen"),
            new ProductBrandSet(ID, null),
            new ProductCategoriesSet(ID, List.of("lamps")),
            new ProductAttributesSet(ID, Map.of("watts", 9)),
            new ProductMediaSet(ID, media))
        .expectResultMessagePayload(6L);
  }

  @Test
  void a_new_slug_claims_it_and_releases_the_old_one() {
    claims.own(ClaimKey.slug("lamp"), ID, 1);
    given(created("lamp", List.of(slug("lamp", 1))))
        .when(change(new SetSlug("lamp-2"), new SetSlug(null)))
        .expectEvents(
            new ProductSlugSet(ID, "lamp-2", List.of(slug("lamp-2", 1)), List.of(slug("lamp", 2))),
            new ProductSlugSet(ID, null, List.of(), List.of(slug("lamp-2", 2))));
    assertThat(claims.owners(Set.of(ClaimKey.slug("lamp"), ClaimKey.slug("lamp-2")))).isEmpty();
  }

  // Variants

  @Test
  void adding_a_variant_claims_its_sku() {
    changed(new AddVariant(BLACK))
        .expectEvents(new VariantAdded(ID, BLACK, List.of(sku("L-BLK", 1))));
  }

  @Test
  void a_variant_is_not_added_twice() {
    claims.own(ClaimKey.sku("L-BLK"), ID, 1);
    refused(
        given(created(null, List.of(sku("L-BLK", 1)), BLACK)).when(change(new AddVariant(BLACK))),
        "duplicate-variant",
        null);
    refused(
        given(created(null, List.of(), PLAIN)).when(change(new AddVariant(PLAIN))),
        "duplicate-variant",
        null);
  }

  @Test
  void a_changed_sku_claims_the_new_one_and_releases_the_old_one() {
    claims.own(ClaimKey.sku("L-BLK"), ID, 1);
    Variant renamed = new Variant("L-2", BLACK.options(), "123", List.of());
    given(created(null, List.of(sku("L-BLK", 1)), BLACK))
        .when(
            change(
                new ChangeVariant(
                    BY_SKU, new TextChange.To("L-2"), null, new TextChange.To("123"))))
        .expectEvents(
            new VariantChanged(
                ID, BY_SKU, renamed, List.of(sku("L-2", 1)), List.of(sku("L-BLK", 2))));
  }

  @Test
  void a_variant_without_sku_is_known_by_its_options_and_can_get_one() {
    Variant named = new Variant("L-WHT", PLAIN.options(), null, List.of());
    given(created(null, List.of(), PLAIN))
        .when(
            change(
                new ChangeVariant(
                    BY_OPTIONS, new TextChange.To("L-WHT"), null, new TextChange.Keep())))
        .expectEvents(
            new VariantChanged(ID, BY_OPTIONS, named, List.of(sku("L-WHT", 1)), List.of()));
  }

  @Test
  void a_variant_cannot_become_another_one() {
    refused(
        given(
                created(
                    null,
                    List.of(),
                    PLAIN,
                    new Variant(null, Map.of("Color", "Red"), null, List.of())))
            .when(
                change(
                    new ChangeVariant(
                        BY_OPTIONS,
                        new TextChange.Keep(),
                        Map.of("Color", "Red"),
                        new TextChange.Keep()))),
        "duplicate-variant",
        null);
  }

  @Test
  void removing_a_variant_releases_its_sku() {
    claims.own(ClaimKey.sku("L-BLK"), ID, 1);
    given(created(null, List.of(sku("L-BLK", 1)), BLACK))
        .when(change(new RemoveVariant(BY_SKU)))
        .expectEvents(new VariantRemoved(ID, BY_SKU, List.of(sku("L-BLK", 2))));
  }

  @Test
  void a_sku_can_leave_and_come_back_in_one_commit() {
    claims.own(ClaimKey.sku("L-BLK"), ID, 1);
    given(created(null, List.of(sku("L-BLK", 1)), BLACK))
        .when(change(new RemoveVariant(BY_SKU), new AddVariant(BLACK)))
        .expectEvents(
            new VariantRemoved(ID, BY_SKU, List.of(sku("L-BLK", 2))),
            new VariantAdded(ID, BLACK, List.of(sku("L-BLK", 3))));
    assertThat(claims.owners(Set.of(ClaimKey.sku("L-BLK")))).containsValue(ID);
  }

  @Test
  void prices_are_set_whole_and_nothing_is_recorded_when_they_are_the_same() {
    given(created(null, List.of(), PLAIN))
        .when(
            change(
                new SetPrices(BY_OPTIONS, List.of(USD)), new SetPrices(BY_OPTIONS, List.of(USD))))
        .expectEvents(new VariantPricesSet(ID, BY_OPTIONS, List.of(USD)));
  }

  @Test
  void an_unknown_variant_is_refused() {
    refused(changed(new SetPrices(BY_SKU, List.of(USD))), "unknown-variant", null);
    refused(changed(new RemoveVariant(BY_OPTIONS)), "unknown-variant", null);
  }

  // Life

  @Test
  void a_draft_is_published_and_taken_back_and_published_again() {
    changed(new Publish(), new Publish(), new Unpublish(), new Unpublish(), new Publish())
        .expectEvents(
            new ProductPublished(ID), new ProductUnpublished(ID), new ProductPublished(ID));
  }

  @Test
  void a_draft_cannot_be_taken_back_further() {
    changed(new Unpublish()).expectSuccessfulHandlerExecution().expectNoEvents();
  }

  @Test
  void retiring_releases_everything() {
    claims.own(ClaimKey.sku("L-BLK"), ID, 1);
    claims.own(ClaimKey.slug("lamp"), ID, 4);
    given(created("lamp", List.of(sku("L-BLK", 1), slug("lamp", 4)), BLACK))
        .when(change(new Retire()))
        .expectEvents(new ProductRetired(ID, List.of(sku("L-BLK", 2), slug("lamp", 5))));
  }

  @Test
  void a_retired_product_cannot_be_renamed_published_or_retired_again() {
    for (ProductAction action :
        List.of(new Rename(Map.of("en", "X")), new Publish(), new Retire())) {
      fixture();
      refused(
          product
              .given(created(null, List.of()), new ProductRetired(ID, List.of()))
              .when(change(action)),
          "product-retired",
          null);
    }
  }

  // All or nothing

  @Test
  void one_refused_action_refuses_all_and_is_pointed_at() {
    changed(new Rename(Map.of("en", "X")), new RemoveVariant(BY_SKU))
        .expectNoEvents()
        .expectException(
            rejected("at /actions/1", rejected -> "/actions/1".equals(rejected.pointer())));
  }

  @Test
  void another_version_than_expected_is_refused_with_the_current_one() {
    ExpectedVersion expected = new ExpectedVersion.OneOf(Set.of(1L));
    given(created(null, List.of()))
        .when(new ChangeProduct(StreamId.ofProduct(ID), expected, List.of(new Publish())))
        .expectException(CoreMatchers.instanceOf(Rejected.class))
        .expectExceptionMessage(new Rejection.StaleVersion(0).detail());
  }

  @Test
  void the_expected_version_is_accepted() {
    ExpectedVersion expected = new ExpectedVersion.OneOf(Set.of(0L, 7L));
    given(created(null, List.of()))
        .when(new ChangeProduct(StreamId.ofProduct(ID), expected, List.of(new Publish())))
        .expectResultMessagePayload(1L);
  }

  @Test
  void a_product_that_would_be_too_large_is_refused() {
    String half = "x".repeat(Limits.PRODUCT_BYTES / 2);
    refused(
        changed(new Describe(Map.of("en", half)), new SetAttributes(Map.of("a", half))),
        "product-too-large",
        null);
  }

  private TestExecutor<Product> given(ProductCreated created) {
    return product.given(created);
  }

  private ResultValidator<Product> changed(ProductAction... actions) {
    return given(created(null, List.of())).when(change(actions));
  }

  private static CreateProduct create(ProductDraft draft) {
    return new CreateProduct(StreamId.ofProduct(ID), ID, draft);
  }

  private static ChangeProduct change(ProductAction... actions) {
    return new ChangeProduct(StreamId.ofProduct(ID), null, List.of(actions));
  }

  private static ProductDraft draft(@Nullable String slug, Variant... variants) {
    return new ProductDraft(
        ID,
        slug,
        Map.of("en", "Lamp"),
        Map.of(),
        null,
        List.of(),
        Map.of(),
        List.of(),
        List.of(variants));
  }

  private static ProductCreated created(
      @Nullable String slug, List<Claim> claimed, Variant... variants) {
    return new ProductCreated(
        ID,
        slug,
        Map.of("en", "Lamp"),
        Map.of(),
        null,
        List.of(),
        Map.of(),
        List.of(),
        List.of(variants),
        claimed);
  }

  private static Claim sku(String key, long generation) {
    return new Claim(Claim.Kind.SKU, key, generation);
  }

  private static Claim slug(String key, long generation) {
    return new Claim(Claim.Kind.SLUG, key, generation);
  }

  private static void refused(
      ResultValidator<Product> result, String type, @Nullable String owner) {
    result
        .expectNoEvents()
        .expectException(
            rejected(
                type + " because of " + owner,
                rejected ->
                    rejected.rejection().type().equals(type)
                        && Objects.equals(rejected.rejection().owner(), owner)));
  }

  private static Matcher<Object> rejected(String description, Predicate<Rejected> test) {
    return new CustomMatcher<>("rejection " + description) {
      @Override
      public boolean matches(Object thrown) {
        return thrown instanceof Rejected rejected && test.test(rejected);
      }
    };
  }
}
