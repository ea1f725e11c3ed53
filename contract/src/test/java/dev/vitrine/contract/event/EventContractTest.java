package dev.vitrine.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.GoldenFiles;
import dev.vitrine.contract.event.CategoryEvent.CategoryCreated;
import dev.vitrine.contract.event.CategoryEvent.CategoryMoved;
import dev.vitrine.contract.event.CategoryEvent.CategoryRenamed;
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
import dev.vitrine.contract.product.Medium;
import dev.vitrine.contract.product.Price;
import dev.vitrine.contract.product.Variant;
import dev.vitrine.contract.product.VariantRef;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventContractTest {
  private static final String ID = "desk-lamp-01";
  private static final Claim SKU = new Claim(Claim.Kind.SKU, "DL-01-BLK", 1);
  private static final Claim SLUG = new Claim(Claim.Kind.SLUG, "desk-lamp", 3);
  private static final Price USD = new Price("USD", "29.90", null, null);
  private static final Price EUR =
      new Price("EUR", "27.50", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z");
  private static final Variant BLACK =
      new Variant("DL-01-BLK", Map.of("Color", "Black"), "4006381333931", List.of(USD, EUR));
  private static final VariantRef BY_OPTIONS = VariantRef.of(null, Map.of("Color", "White"));

  static Stream<CatalogEvent> everyEvent() {
    return Stream.of(
        new ProductCreated(
            ID,
            "desk-lamp",
            Map.of("en", "Desk lamp"),
            Map.of("es", "Lámpara de mesa"),
            "Lumen",
            List.of("lighting", "office"),
            attributes(),
            List.of(new Medium("https://example.com/front.jpg", "front")),
            List.of(BLACK, new Variant(null, Map.of("Color", "White"), null, List.of())),
            List.of(SKU, SLUG)),
        new ProductRenamed(ID, Map.of("en", "Desk lamp 2")),
        new ProductDescribed(ID, Map.of("en", "Bright.")),
        new ProductBrandSet(ID, null),
        new ProductSlugSet(
            ID, "lamp", List.of(new Claim(Claim.Kind.SLUG, "lamp", 1)), List.of(SLUG)),
        new ProductCategoriesSet(ID, List.of("lighting")),
        new ProductAttributesSet(ID, attributes()),
        new ProductMediaSet(ID, List.of(new Medium("https://example.com/back.jpg", null))),
        new VariantAdded(ID, BLACK, List.of(SKU)),
        new VariantChanged(ID, BY_OPTIONS, BLACK, List.of(SKU), List.of()),
        new VariantRemoved(ID, BLACK.ref(), List.of(SKU)),
        new VariantPricesSet(ID, BY_OPTIONS, List.of(USD)),
        new ProductPublished(ID),
        new ProductUnpublished(ID),
        new ProductRetired(ID, List.of(SKU, SLUG)),
        new CategoryCreated("office", Map.of("en", "Office"), null),
        new CategoryRenamed("office", Map.of("en", "Office & desk")),
        new CategoryMoved("office", "furniture"));
  }

  private static Map<String, Object> attributes() {
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("material", "steel");
    attributes.put("dimmable", true);
    attributes.put("watts", 9);
    attributes.put("weight", new BigDecimal("1.250"));
    attributes.put("discontinued", null);
    attributes.put("tags", Arrays.asList("led", null, Map.of("deep", 1)));
    return attributes;
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void the_json_of_an_event_is_pinned(CatalogEvent event) {
    GoldenFiles.pin(EventTypes.nameOf(event), event);
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void a_stored_name_leads_back_to_its_class(CatalogEvent event) {
    assertThat(EventTypes.classOf(EventTypes.nameOf(event))).contains(event.getClass());
  }

  @Test
  void no_event_is_left_out_here() {
    long leaves =
        Stream.of(ProductEvent.class, CategoryEvent.class)
            .mapToLong(type -> type.getPermittedSubclasses().length)
            .sum();
    assertThat(everyEvent().map(CatalogEvent::getClass).distinct()).hasSize((int) leaves);
  }
}
