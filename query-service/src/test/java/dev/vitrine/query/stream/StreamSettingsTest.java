package dev.vitrine.query.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {
  private static final long MB = 1024 * 1024;

  private final StreamSettings asked = new StreamSettings(20_000, 64, 100, Duration.ofSeconds(15));

  @Test
  void a_small_heap_holds_fewer_streams() {
    assertThat(asked.within(256 * MB, 64 * MB).streams()).isBetween(10_000, 11_000);
    assertThat(asked.within(192 * MB, 64 * MB).streams()).isBetween(4_000, 6_000);
  }

  @Test
  void a_large_heap_holds_as_many_as_are_asked_for() {
    assertThat(asked.within(4096 * MB, 64 * MB)).isEqualTo(asked);
  }

  @Test
  void a_near_cache_that_fills_the_heap_leaves_none() {
    assertThat(asked.within(128 * MB, 128 * MB).streams()).isZero();
  }
}
