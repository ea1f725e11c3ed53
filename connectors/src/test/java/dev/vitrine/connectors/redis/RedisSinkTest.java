package dev.vitrine.connectors.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.connectors.view.Records;
import dev.vitrine.connectors.view.Sink;
import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.engines.Ports;
import dev.vitrine.engines.Redis;
import dev.vitrine.engines.TlsFront;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisSinkTest {
  private Redis engine;
  private RedisClient client;
  private StatefulRedisConnection<byte[], byte[]> reader;

  @BeforeEach
  void start(@TempDir Path data) {
    engine = Redis.start(data);
    client = RedisClient.create(engine.url());
    reader = client.connect(ByteArrayCodec.INSTANCE);
  }

  @AfterEach
  void stop() {
    client.shutdown();
    engine.close();
  }

  @Test
  void a_view_is_one_string_of_version_state_and_the_very_body() {
    try (Sink sink = start(Map.of())) {
      sink.put(Records.live("product:lamp", 7, "{\"name\":\"Lámpara\"}"));
      sink.put(Records.view("sku:A/1 b", 0, 3, "gone", "{\"generation\":3}"));
      sink.put(Records.live("categories", 2, "{\"categories\":[]}"));
    }

    assertThat(get("product:lamp"))
        .isEqualTo(
            new StoredView(new ViewVersion(1, 7), false, "{\"name\":\"Lámpara\"}".getBytes(UTF_8)));
    assertThat(get("sku:A/1 b"))
        .isEqualTo(
            new StoredView(new ViewVersion(0, 3), true, "{\"generation\":3}".getBytes(UTF_8)));
    assertThat(get("categories")).isNotNull();
  }

  @Test
  void listing_entries_are_skipped_and_counted() {
    try (Sink sink = start(Map.of())) {
      sink.put(Records.live("listing:lamps:lamp", 1, "{}"), Records.live("product:lamp", 1, "{}"));

      assertThat(sink.total("skipped-total")).isEqualTo(1);
      assertThat(sink.total("written-total")).isEqualTo(1);
    }
    assertThat(reader.sync().dbsize()).isEqualTo(1);
  }

  @Test
  void newer_wins_in_whatever_order_and_however_often_views_come() {
    List<SinkRecord> records =
        new ArrayList<>(IntStream.range(0, 400).mapToObj(i -> view(i % 4, i % 40 / 4)).toList());
    Collections.shuffle(records, new Random(7));

    try (Sink sink = start(Map.of())) {
      records.forEach(sink::put);
      assertThat(sink.total("written-total") + sink.total("stale-total")).isEqualTo(400);
    }
    for (int i = 0; i < 4; i++) {
      assertThat(version("product:p" + i)).isEqualTo(9);
    }
  }

  @Test
  void a_newer_format_wins_over_a_higher_sequence() {
    try (Sink sink = start(Map.of())) {
      sink.put(Records.view("product:lamp", 1, 9, "live", "{}"));
      sink.put(Records.view("product:lamp", 2, 4, "live", "{}"));
      sink.put(Records.view("product:lamp", 1, 10, "live", "{}"));
    }
    assertThat(version("product:lamp")).isEqualTo(4);
  }

  @Test
  void a_time_to_live_is_set_when_it_is_asked_for_and_only_then() {
    try (Sink sink = start(Map.of(RedisSinkConfig.TTL, "3600"))) {
      sink.put(Records.live("product:lamp", 1, "{}"));
    }
    try (Sink sink = start(Map.of())) {
      sink.put(Records.live("product:chair", 1, "{}"));
    }
    assertThat(reader.sync().ttl(bytes("product:lamp"))).isBetween(3_590L, 3_600L);
    assertThat(reader.sync().ttl(bytes("product:chair"))).isEqualTo(-1);
  }

  @Test
  void a_redis_that_forgot_the_script_is_told_it_again() {
    try (Sink sink = start(Map.of())) {
      sink.put(view(1, 1));
      reader.sync().scriptFlush();
      sink.put(IntStream.range(0, 1_000).mapToObj(i -> view(i, 2)).toList());

      assertThat(sink.total("retries-total")).isZero();
    }
    assertThat(reader.sync().dbsize()).isEqualTo(1_000);
  }

  @Test
  void a_redis_that_was_flushed_takes_what_comes_next() {
    try (Sink sink = start(Map.of())) {
      sink.put(view(1, 5));
      reader.sync().flushall();
      sink.put(view(1, 4));
    }
    assertThat(version("product:p1")).isEqualTo(4);
  }

  @Test
  void a_redis_that_was_killed_and_came_back_empty_gets_what_was_missing() {
    try (Sink sink = start(Map.of("request.timeout.ms", "1000"))) {
      sink.put(view(1, 1));
      engine.running().kill();
      assertThatThrownBy(() -> sink.putOnce(List.of(view(1, 2), view(2, 1))))
          .isInstanceOf(RetriableException.class);
      engine.running().start();
      sink.put(List.of(view(1, 2), view(2, 1)));
    }
    assertThat(version("product:p1")).isEqualTo(2);
    assertThat(version("product:p2")).isEqualTo(1);
  }

  @Test
  void a_redis_that_is_away_at_the_start_is_waited_for(@TempDir Path data) {
    int port = Ports.free();
    String url = "redis://127.0.0.1:" + port;
    try (Sink sink = start(Map.of(RedisSinkConfig.URL, url))) {
      assertThatThrownBy(() -> sink.putOnce(List.of())).isInstanceOf(RetriableException.class);
      try (Redis late = Redis.start(data, port)) {
        sink.put(view(1, 1));
        assertThat(late.running().isAlive()).isTrue();
      }
      assertThat(sink.total("written-total")).isEqualTo(1);
    }
  }

  @Test
  void a_full_redis_is_waited_for() {
    reader.sync().configSet("maxmemory-policy", "noeviction");
    reader.sync().configSet("maxmemory", "1");
    try (Sink sink = start(Map.of())) {
      assertThatThrownBy(() -> sink.putOnce(List.of(view(1, 1))))
          .isInstanceOf(RetriableException.class)
          .hasMessageContaining("OOM");
      reader.sync().configSet("maxmemory", "0");
      sink.put(view(1, 1));
    }
    assertThat(version("product:p1")).isEqualTo(1);
  }

  @Test
  void a_key_that_holds_no_string_is_somebody_elses_and_set_aside() {
    reader.sync().lpush(bytes("product:p1"), bytes("theirs"));
    try (Sink sink = start(Map.of())) {
      sink.put(view(1, 1), view(2, 1));

      assertThat(sink.deadLetters())
          .singleElement()
          .satisfies(letter -> assertThat(letter.why()).contains("not ours"));
    }
    assertThat(reader.sync().llen(bytes("product:p1"))).isEqualTo(1);
    assertThat(version("product:p2")).isEqualTo(1);
  }

  @Test
  void a_wrong_password_stops_the_task_and_is_not_shown() {
    reader.sync().configSet("requirepass", "right");
    String url = "redis://:wr0ng@127.0.0.1:" + engine.port();

    assertThatThrownBy(() -> start(Map.of(RedisSinkConfig.URL, url)))
        .isExactlyInstanceOf(ConnectException.class)
        .hasMessageContaining("WRONGPASS")
        .hasMessageNotContaining("wr0ng");
  }

  @Test
  void two_writers_at_the_same_keys_at_once_end_at_the_newest() {
    try (Sink even = start(Map.of());
        Sink odd = start(Map.of())) {
      CompletableFuture.allOf(
              CompletableFuture.runAsync(() -> everySecondVersion(even, 0)),
              CompletableFuture.runAsync(() -> everySecondVersion(odd, 1)))
          .join();
    }
    for (int i = 0; i < 100; i++) {
      assertThat(version("product:p" + i)).isEqualTo(99);
    }
  }

  private static void everySecondVersion(Sink sink, int from) {
    for (int version = from; version < 100; version += 2) {
      int current = version;
      sink.put(IntStream.range(0, 100).mapToObj(i -> view(i, current)).toList());
    }
  }

  private static SinkRecord view(int product, long sequence) {
    return Records.live("product:p" + product, sequence, "{\"v\":" + sequence + "}");
  }

  @Test
  void a_redis_with_a_certificate_of_ones_own_authority_is_written_when_that_is_named(
      @TempDir Path folder) {
    try (TlsFront front = TlsFront.before(engine.port(), folder.resolve("tls"))) {
      String url = "rediss://127.0.0.1:" + front.port();
      try (Sink sink =
          start(
              Map.of(
                  RedisSinkConfig.URL,
                  url,
                  RedisSinkConfig.CA,
                  front.ca().toString(),
                  RedisSinkConfig.REQUEST_TIMEOUT,
                  "20000"))) {
        sink.put(Records.live("product:lamp", 7, "{}"));
      }
      assertThat(version("product:lamp")).isEqualTo(7);
      try (Sink other = start(Map.of(RedisSinkConfig.URL, url))) {
        assertThatThrownBy(() -> other.putOnce(List.of(Records.live("product:lamp", 8, "{}"))))
            .hasStackTraceContaining("SSLHandshakeException");
      }
    }
  }

  private Sink start(Map<String, String> settings) {
    Map<String, String> config = new HashMap<>(Map.of(RedisSinkConfig.URL, engine.url()));
    config.putAll(settings);
    return new Sink(new RedisSinkTask(), config);
  }

  private @Nullable StoredView get(String key) {
    byte[] value = reader.sync().get(bytes(key));
    return value == null ? null : StoredView.fromRedis(value);
  }

  private long version(String key) {
    StoredView view = get(key);
    return view == null ? -1 : view.version().sequence();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
