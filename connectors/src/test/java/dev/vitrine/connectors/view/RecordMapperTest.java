package dev.vitrine.connectors.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.connectors.view.Mapping.Mapped;
import dev.vitrine.connectors.view.Mapping.Unreadable;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewHeaders;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import java.time.Instant;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordMapperTest {
  @Test
  void a_view_arrives_with_key_version_state_time_and_the_very_bytes_of_its_body() {
    SinkRecord record = Records.live("product:lamp", 7, "{\"id\":\"lamp\"}");

    assertThat(RecordMapper.map(record))
        .isEqualTo(
            new Mapped(
                new ViewWrite(
                    new ViewKey.Product("lamp"),
                    new StoredView(
                        new ViewVersion(1, 7), false, Records.bytes("{\"id\":\"lamp\"}")),
                    Instant.parse("2026-11-22T00:35:31.123456Z"),
                    record)));
  }

  @Test
  void text_is_as_good_as_bytes() {
    ConnectHeaders headers = new ConnectHeaders();
    headers.addString(ViewHeaders.FORMAT, "0");
    headers.addString(ViewHeaders.SEQUENCE, "3");
    headers.addString(ViewHeaders.STATE, "gone");

    ViewWrite write = Records.write(Records.of("sku:A/1", "{\"generation\":3}", headers));

    assertThat(write.key()).isEqualTo(new ViewKey.Sku("A/1"));
    assertThat(write.view().version()).isEqualTo(ViewVersion.ofGeneration(3));
    assertThat(write.view().gone()).isTrue();
  }

  @Test
  void a_record_without_a_time_is_stored_like_any_other() {
    SinkRecord record = Records.live("product:lamp", 7, "{}");
    record.headers().remove(ViewHeaders.TIME);

    assertThat(Records.write(record).changedAt()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lamp", "product", "listing:lamps", "order:7", ""})
  void what_is_no_view_key_is_set_aside(String key) {
    assertThat(why(Records.live(key, 1, "{}"))).startsWith("not a view key");
  }

  @ParameterizedTest
  @CsvSource({
    "vitrine_format, 1.0",
    "vitrine_format, -1",
    "vitrine_format, 2147483648",
    "vitrine_sequence, +7",
    "vitrine_sequence, seven",
    "vitrine_sequence, ''",
    "vitrine_sequence, 9007199254740993",
    "vitrine_sequence, 99999999999999999999",
    "vitrine_state, LIVE",
  })
  void a_header_that_says_something_else_is_named(String header, String value) {
    SinkRecord record = Records.live("product:lamp", 7, "{}");
    record.headers().remove(header).addString(header, value);

    assertThat(why(record)).contains(header).contains(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vitrine_format", "vitrine_sequence", "vitrine_state"})
  void a_missing_header_is_named(String header) {
    SinkRecord record = Records.live("product:lamp", 7, "{}");
    record.headers().remove(header);

    assertThat(why(record)).isEqualTo("header " + header + " is missing");
  }

  @Test
  void a_number_instead_of_text_tells_of_a_wrong_header_converter() {
    SinkRecord record = Records.live("product:lamp", 7, "{}");
    record.headers().remove(ViewHeaders.SEQUENCE).addByte(ViewHeaders.SEQUENCE, (byte) 7);

    assertThat(why(record)).contains("arrived as java.lang.Byte");
  }

  @Test
  void keys_that_are_missing_or_no_utf8_and_tombstones_and_empty_bodies_are_set_aside() {
    SinkRecord good = Records.live("product:lamp", 7, "{}");

    assertThat(why(Records.of(null, good.value(), good.headers()))).isEqualTo("the key is null");
    assertThat(why(Records.of(new byte[] {(byte) 0xff}, good.value(), good.headers())))
        .isEqualTo("the key is not UTF-8");
    assertThat(why(Records.of(good.key(), null, good.headers()))).startsWith("a tombstone");
    assertThat(why(Records.of(good.key(), new byte[0], good.headers()))).contains("empty");
    assertThat(why(Records.of(good.key(), Schema.Type.MAP, good.headers()))).contains("no bytes");
  }

  private static String why(SinkRecord record) {
    return switch (RecordMapper.map(record)) {
      case Unreadable(String why) -> why;
      case Mapped(ViewWrite write) -> "mapped to " + write;
    };
  }
}
