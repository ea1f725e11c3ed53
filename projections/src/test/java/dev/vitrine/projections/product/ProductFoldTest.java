package dev.vitrine.projections.product;

import static dev.vitrine.projections.Samples.lamp;
import static dev.vitrine.projections.Samples.price;
import static dev.vitrine.projections.Samples.sku;
import static dev.vitrine.projections.Samples.slug;
import static dev.vitrine.projections.Samples.variant;
import static dev.vitrine.projections.product.ProductCommits.at;
import static dev.vitrine.projections.product.ProductCommits.keys;
import static dev.vitrine.projections.product.ProductCommits.only;
import static dev.vitrine.projections.product.ProductCommits.time;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.event.ProductEvent;
import dev.vitrine.contract.event.ProductEvent.ProductAttributesSet;
import dev.vitrine.contract.event.ProductEvent.ProductBrandSet;
import dev.vitrine.contract.event.ProductEvent.ProductCategoriesSet;
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
import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Status;
import dev.vitrine.contract.product.VariantRef;
import dev.vitrine.contract.view.ListingEntryView;
import dev.vitrine.contract.view.PointerView;
import dev.vitrine.contract.view.ProductView;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.projections.fold.Outcome;
import dev.vitrine.projections.fold.Reason;
import dev.vitrine.projections.fold.Sequenced;
import dev.vitrine.projections.fold.View;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductFoldTest {
  private static final ProductPublished PUBLISHED = new ProductPublished("lamp");
  private static final ProductUnpublished UNPUBLISHED = new ProductUnpublished("lamp");
  private static final ProductRenamed RENAMED = new ProductRenamed("lamp", Map.of("en", "Lamp"));
  private static final VariantRef BLACK = new VariantRef("lamp-a", Map.of());

  private final ProductCommits product = new ProductCommits();

  @Test
  void a_published_product_is_readable_with_everything_that_was_written() {
    List<View> views = product.commit(lamp("lamp", "lighting"), PUBLISHED);

    View view = only(views, "product:lamp");
    assertThat(view.gone()).isFalse();
    assertThat(view.version()).isEqualTo(new ViewVersion(1, 1));
    var created = lamp("lamp", "lighting");
    assertThat(view.body())
        .isEqualTo(
            new ProductView(
                "lamp",
                "lamp",
                created.name(),
                created.description(),
                "Lumen",
                List.of("lighting"),
                created.attributes(),
                created.media(),
                created.variants(),
                Status.PUBLISHED,
                1,
                time(1)));
    assertThat(keys(views))
        .containsExactly(
            "+listing:brand=Lumen:lamp",
            "+listing:lighting:lamp",
            "+product:lamp",
            "+sku:lamp-a",
            "+slug:lamp");
  }

  @Test
  void half_a_commit_makes_no_view_and_its_end_makes_one_of_all_of_it() {
    product.commit(lamp("lamp"), PUBLISHED);

    List<View> views = product.commit(RENAMED, new ProductBrandSet("lamp", "Other"));

    assertThat(only(views, "product:lamp").version().sequence()).isEqualTo(3);
    assertThat(only(views, "product:lamp").body())
        .extracting("name", "brand", "updatedAt")
        .containsExactly(Map.of("en", "Lamp"), "Other", time(3));
  }

  static Stream<ProductEvent> changes() {
    return Stream.of(
        RENAMED,
        new ProductDescribed("lamp", Map.of()),
        new ProductBrandSet("lamp", null),
        new ProductSlugSet("lamp", "b", List.of(slug("b", 1)), List.of(slug("lamp", 2))),
        new ProductCategoriesSet("lamp", List.of("office")),
        new ProductAttributesSet("lamp", Map.of("a", true)),
        new ProductMediaSet("lamp", List.of(new Medium("https://example.com/b.jpg", null))),
        new VariantAdded("lamp", variant("b"), List.of(sku("b", 1))),
        new VariantChanged("lamp", BLACK, variant("c"), List.of(sku("c", 1)), List.of()),
        new VariantRemoved("lamp", BLACK, List.of(sku("lamp-a", 2))),
        new VariantPricesSet("lamp", BLACK, List.of(price("USD 1"))),
        PUBLISHED,
        UNPUBLISHED,
        new ProductRetired("lamp", List.of()));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void every_commit_makes_a_view_also_of_drafts_and_retired_products(ProductEvent change) {
    product.commit(lamp("lamp"));
    assertThat(only(product.commit(change), "product:lamp").version().sequence()).isEqualTo(1);
    product.commit(new ProductRetired("lamp", List.of()));
    assertThat(only(product.commit(RENAMED), "product:lamp").version().sequence()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void what_an_event_says_is_in_the_view(ProductEvent change) {
    product.commit(lamp("lamp", "lighting"), PUBLISHED);
    View view = only(product.commit(change, PUBLISHED), "product:lamp");
    ProductView read = (ProductView) view.body();
    switch (change) {
      case ProductEvent.ProductCreated _ -> throw new AssertionError();
      case ProductRenamed e -> assertThat(read.name()).isEqualTo(e.name());
      case ProductDescribed e -> assertThat(read.description()).isEqualTo(e.description());
      case ProductBrandSet e -> assertThat(read.brand()).isEqualTo(e.brand());
      case ProductSlugSet e -> assertThat(read.slug()).isEqualTo(e.slug());
      case ProductCategoriesSet e -> assertThat(read.categories()).isEqualTo(e.categories());
      case ProductAttributesSet e -> assertThat(read.attributes()).isEqualTo(e.attributes());
      case ProductMediaSet e -> assertThat(read.media()).isEqualTo(e.media());
      case VariantAdded e -> assertThat(read.variants()).hasSize(2).endsWith(e.variant());
      case VariantChanged e -> assertThat(read.variants()).containsExactly(e.variant());
      case VariantRemoved _ -> assertThat(read.variants()).isEmpty();
      case VariantPricesSet e ->
          assertThat(read.variants().getFirst().prices()).isEqualTo(e.prices());
      case ProductPublished _, ProductUnpublished _, ProductRetired _ ->
          assertThat(read.status()).isEqualTo(Status.PUBLISHED);
    }
  }

  @Test
  void a_draft_is_gone_with_its_version() {
    View view = only(product.commit(lamp("lamp", "lighting")), "product:lamp");

    assertThat(view.gone()).isTrue();
    assertThat(view.version()).isEqualTo(new ViewVersion(1, 0));
    assertThat(view.body()).isEqualTo(new ProductView.Gone("lamp", Status.DRAFT, 0, time(0)));
  }

  @Test
  void unpublished_and_retired_products_are_gone_with_their_version() {
    product.commit(lamp("lamp"), PUBLISHED);
    assertThat(only(product.commit(UNPUBLISHED), "product:lamp").body())
        .isEqualTo(new ProductView.Gone("lamp", Status.UNPUBLISHED, 2, time(2)));
    assertThat(only(product.commit(new ProductRetired("lamp", List.of())), "product:lamp").body())
        .isEqualTo(new ProductView.Gone("lamp", Status.RETIRED, 3, time(3)));
  }

  @Test
  void a_product_that_was_never_published_has_no_listing_entries() {
    product.commit(lamp("lamp", "lighting"));
    assertThat(keys(product.commit(new ProductCategoriesSet("lamp", List.of("office")))))
        .containsExactly("-product:lamp");
    assertThat(keys(product.commit(new ProductRetired("lamp", List.of()))))
        .containsExactly("-product:lamp");
  }

  @Test
  void a_category_that_was_left_has_a_gone_entry() {
    product.commit(lamp("lamp", "lighting", "office"), PUBLISHED);

    List<View> views =
        product.commit(
            new ProductCategoriesSet("lamp", List.of("garden")),
            new ProductCategoriesSet("lamp", List.of("office", "home")));

    assertThat(keys(views))
        .containsExactly(
            "+listing:brand=Lumen:lamp",
            "+listing:home:lamp",
            "+listing:office:lamp",
            "+product:lamp",
            "-listing:lighting:lamp");
    assertThat(only(views, "listing:lighting:lamp").body())
        .isEqualTo(new ListingEntryView("lighting", "lamp", 3, null));
  }

  @Test
  void entries_are_gone_when_a_product_ceases_to_be_published_and_come_back_with_it() {
    product.commit(lamp("lamp", "lighting"), PUBLISHED);
    assertThat(keys(product.commit(UNPUBLISHED)))
        .containsExactly("-listing:brand=Lumen:lamp", "-listing:lighting:lamp", "-product:lamp");
    product.commit(new ProductCategoriesSet("lamp", List.of("office")));
    assertThat(keys(product.commit(PUBLISHED)))
        .containsExactly("+listing:brand=Lumen:lamp", "+listing:office:lamp", "+product:lamp");
    assertThat(keys(product.commit(new ProductRetired("lamp", List.of()))))
        .containsExactly("-listing:brand=Lumen:lamp", "-listing:office:lamp", "-product:lamp");
  }

  @Test
  void a_brand_has_entries_as_a_category_has() {
    product.commit(lamp("lamp", "lighting"), PUBLISHED);
    assertThat(keys(product.commit(new ProductBrandSet("lamp", "A: B"))))
        .containsExactly(
            "+listing:brand=A: B:lamp",
            "+listing:lighting:lamp",
            "+product:lamp",
            "-listing:brand=Lumen:lamp");
    assertThat(keys(product.commit(new ProductBrandSet("lamp", "C"))))
        .containsExactly(
            "+listing:brand=C:lamp",
            "+listing:lighting:lamp",
            "+product:lamp",
            "-listing:brand=A: B:lamp");
    assertThat(keys(product.commit(UNPUBLISHED)))
        .containsExactly("-listing:brand=C:lamp", "-listing:lighting:lamp", "-product:lamp");
  }

  @Test
  void newest_goes_by_the_first_publication() {
    product.commit(lamp("lamp", "lighting"));
    product.commit(PUBLISHED);
    product.commit(UNPUBLISHED);

    View entry = only(product.commit(PUBLISHED), "listing:lighting:lamp");

    assertThat(((ListingEntryView) entry.body()).sort())
        .extracting(ListingEntryView.Sort::newest)
        .isEqualTo("2026-11-22T00:00:01.100000Z.lamp");
  }

  @Test
  void pointers_are_ordered_by_generation_and_gone_when_released() {
    List<View> views = product.commit(lamp("lamp"));
    assertThat(only(views, "sku:lamp-a").body()).isEqualTo(new PointerView("lamp", 1));
    assertThat(only(views, "sku:lamp-a").version()).isEqualTo(ViewVersion.ofGeneration(1));

    views =
        product.commit(
            new VariantChanged(
                "lamp", BLACK, variant("b"), List.of(sku("b", 7)), List.of(sku("lamp-a", 2))));
    assertThat(keys(views)).containsExactly("+sku:b", "-product:lamp", "-sku:lamp-a");
    assertThat(only(views, "sku:lamp-a").body()).isEqualTo(new PointerView(null, 2));
    assertThat(only(views, "sku:b").version()).isEqualTo(ViewVersion.ofGeneration(7));

    views = product.commit(new ProductRetired("lamp", List.of(sku("b", 8), slug("lamp", 2))));
    assertThat(keys(views)).containsExactly("-product:lamp", "-sku:b", "-slug:lamp");
  }

  @Test
  void of_a_key_that_moves_within_a_commit_the_last_generation_counts() {
    product.commit(lamp("lamp"));

    List<View> views =
        product.commit(
            new VariantRemoved("lamp", BLACK, List.of(sku("lamp-a", 2))),
            new VariantAdded("lamp", variant("lamp-a"), List.of(sku("lamp-a", 3))));

    assertThat(only(views, "sku:lamp-a").body()).isEqualTo(new PointerView("lamp", 3));
    assertThat(keys(product.commit(RENAMED))).containsExactly("-product:lamp");
  }

  @Test
  void a_repeat_changes_nothing() {
    product.commit(lamp("lamp"), PUBLISHED);
    assertThat(product.fold(at(0, lamp("lamp"), false))).isInstanceOf(Outcome.Repeated.class);
    assertThat(product.fold(at(1, PUBLISHED, true))).isInstanceOf(Outcome.Repeated.class);
  }

  @Test
  void a_gap_is_set_aside() {
    product.commit(lamp("lamp"));
    assertAside(product.fold(at(2, RENAMED, true)), Reason.GAP);
    assertAside(new ProductCommits().fold(at(1, RENAMED, true)), Reason.GAP);
  }

  @Test
  void another_event_under_a_known_sequence_is_set_aside() {
    product.commit(lamp("lamp"), PUBLISHED);
    assertAside(
        product.fold(new Sequenced<>(RENAMED, "another", 1, true, time(1), null)), Reason.CONFLICT);
  }

  @Test
  void what_cannot_have_been_decided_is_set_aside() {
    assertAside(product.fold(at(0, RENAMED, true)), Reason.IMPOSSIBLE);
    product.commit(lamp("lamp"), PUBLISHED);
    assertAside(product.fold(at(2, lamp("lamp"), true)), Reason.IMPOSSIBLE);
    VariantRef unknown = new VariantRef("nobody", Map.of());
    assertAside(
        product.fold(at(2, new VariantRemoved("lamp", unknown, List.of()), true)),
        Reason.IMPOSSIBLE);
    assertAside(
        product.fold(at(2, new ProductCategoriesSet("lamp", List.of("brand=b")), true)),
        Reason.IMPOSSIBLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "-1", "1e999999999", "1e-999999999", "1000000000000"})
  void an_amount_that_is_none_is_set_aside(String amount) {
    product.commit(lamp("lamp", "lighting"), PUBLISHED);
    VariantPricesSet event = new VariantPricesSet("lamp", BLACK, List.of(price("USD " + amount)));
    assertAside(product.fold(at(2, event, true)), Reason.IMPOSSIBLE);
  }

  private static void assertAside(Outcome<ProductState> outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.SetAside.class, aside -> assertThat(aside.reason()).isEqualTo(reason));
  }
}
