package dev.vitrine.query.stream;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {
  private static final long MB = 1024 * 1024;

  @Test
  void a_small_heap_has_room_for_what_is_left_of_it() {
    assertThat(StreamSettings.room(256 * MB, 64 * MB)).isBetween(80 * MB, 90 * MB);
    assertThat(StreamSettings.room(4096 * MB, 64 * MB)).isGreaterThan(2_700 * MB);
  }

  @Test
  void a_near_cache_that_fills_the_heap_leaves_none() {
    assertThat(StreamSettings.room(128 * MB, 128 * MB)).isZero();
  }

  @Test
  void ten_thousand_ordinary_streams_fit_beside_a_near_cache_and_those_of_many_ids_do_not() {
    long room = StreamSettings.room(256 * MB, 64 * MB);
    assertThat(room / bytes(1)).isGreaterThan(10_000);
    assertThat(room / bytes(100)).isLessThan(3_000);
  }

  private static int bytes(int ids) {
    String all = IntStream.range(0, ids).mapToObj(i -> "product-" + i).collect(joining(","));
    return StreamRequest.of(Map.of("ids", List.of(all)), null)
        .bytes(false, "/v1/stream?ids=".length() + all.length());
  }
}
