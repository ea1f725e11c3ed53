package dev.vitrine.projections.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.event.EventHeaders;
import dev.vitrine.contract.event.ProductEvent.ProductPublished;
import dev.vitrine.projections.fold.Reason;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  private static final ProductPublished PUBLISHED = new ProductPublished("lamp");
  private static final String JSON = "{\"productId\":\"lamp\"}";

  @Test
  void a_good_record_is_read() {
    assertThat(read("product:lamp", JSON, headers()))
        .isInstanceOfSatisfying(
            Incoming.OfProduct.class,
            read -> {
              assertThat(read.event().event()).isEqualTo(PUBLISHED);
              assertThat(read.event().sequence()).isEqualTo(7);
              assertThat(read.event().commitEnd()).isTrue();
              assertThat(read.event().time()).isEqualTo("2026-11-22T00:00:07Z");
              assertThat(read.event().traceparent()).isEqualTo(CatalogDriver.TRACEPARENT);
            });
  }

  @Test
  void metadata_may_be_absent() {
    assertThat(read("product:lamp", JSON, headers().remove(EventHeaders.METADATA)))
        .isInstanceOf(Incoming.OfProduct.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lamp", "product:", "product:a:b", "categories2", "brand:x"})
  void other_keys_name_no_aggregate(String key) {
    assertUnreadable(read(key, JSON, headers()), Reason.UNKNOWN_STREAM);
    assertUnreadable(read(null, JSON, headers()), Reason.UNKNOWN_STREAM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"x\"",
        "{",
        "{\"productId\":\"lamp\"} x",
        "{\"productId\":\"lamp\",\"more\":1}",
        "{\"productId\":7,\"x\":{}}",
        "{}"
      })
  void other_json_is_unreadable(String json) {
    assertUnreadable(read("product:lamp", json, headers()), Reason.UNREADABLE);
    assertUnreadable(read("product:lamp", null, headers()), Reason.UNREADABLE);
  }

  static Stream<String> incomplete() {
    return Stream.of(
        "product.renamed.v1 {'productId':'lamp'}",
        "product.renamed.v1 {'productId':'lamp','name':null}",
        "product.renamed.v1 {'productId':'lamp','name':{'en':null}}",
        "product.media-set.v1 {'productId':'lamp','media':[null]}",
        "product.media-set.v1 {'productId':'lamp','media':[{'alt':'front'}]}",
        "product.variant-added.v1 {'productId':'lamp','variant':{'options':{}},'claimed':[]}",
        "product.variant-added.v1 {'productId':'lamp','claimed':[],"
            + "'variant':{'options':{},'prices':[{'currency':'USD'}]}}",
        "product.retired.v1 {'productId':'lamp','released':[{'kind':'SKU','key':'a'}]}");
  }

  @ParameterizedTest
  @MethodSource("incomplete")
  void a_missing_field_is_unreadable(String typeAndJson) {
    int blank = typeAndJson.indexOf(' ');
    Headers headers = with(EventHeaders.TYPE, typeAndJson.substring(0, blank));
    String json = typeAndJson.substring(blank + 1).replace('\'', '"');
    assertUnreadable(read("product:lamp", json, headers), Reason.UNREADABLE);
  }

  @Test
  void an_attribute_may_be_null() {
    Headers headers = with(EventHeaders.TYPE, "product.attributes-set.v1");
    String json = "{\"productId\":\"lamp\",\"attributes\":{\"a\":null}}";
    assertThat(read("product:lamp", json, headers)).isInstanceOf(Incoming.OfProduct.class);
  }

  @Test
  void an_event_of_another_aggregate_is_refused() {
    assertUnreadable(read("product:desk", JSON, headers()), Reason.WRONG_STREAM);
    assertUnreadable(read("categories", JSON, headers()), Reason.WRONG_STREAM);
  }

  @Test
  void a_type_of_a_later_release_is_unknown() {
    assertUnreadable(
        read("product:lamp", JSON, with(EventHeaders.TYPE, "product.published.v9")),
        Reason.UNKNOWN_TYPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EventHeaders.ID,
        EventHeaders.TYPE,
        EventHeaders.TIME,
        EventHeaders.SEQUENCE,
        EventHeaders.COMMIT_END
      })
  void a_missing_header_is_named(String name) {
    assertUnreadable(read("product:lamp", JSON, headers().remove(name)), Reason.BAD_HEADER);
  }

  @ParameterizedTest
  @CsvSource({
    "vitrine_sequence,-1",
    "vitrine_sequence,x",
    "vitrine_sequence,99999999999999999999",
    "vitrine_commit_end,TRUE",
    "ce_time,yesterday",
    "vitrine_metadata,{",
  })
  void a_header_that_says_nothing_is_refused(String name, String value) {
    assertUnreadable(read("product:lamp", JSON, with(name, value)), Reason.BAD_HEADER);
  }

  private static void assertUnreadable(Incoming incoming, Reason reason) {
    assertThat(incoming)
        .isInstanceOfSatisfying(
            Incoming.Unreadable.class, read -> assertThat(read.reason()).isEqualTo(reason));
  }

  private static Headers headers() {
    return CatalogDriver.headers("event-7", 7, PUBLISHED, true);
  }

  private static Headers with(String name, String value) {
    return headers().remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static Incoming read(@Nullable String key, @Nullable String json, Headers headers) {
    return EventReader.read(new Record<>(utf8(key), utf8(json), 1, headers));
  }

  private static byte @Nullable [] utf8(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
