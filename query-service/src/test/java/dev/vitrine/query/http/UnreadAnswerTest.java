package dev.vitrine.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.view.ProductView;
import dev.vitrine.query.Samples;
import dev.vitrine.query.Shop;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Shop.Provided.class)
class UnreadAnswerTest {
  private final Shop shop;

  UnreadAnswerTest(Shop shop) {
    this.shop = shop;
  }

  /** It would keep its connection and the answer's bytes for as long as it likes. */
  @Test
  void who_takes_nothing_of_an_answer_is_cut_off() throws Exception {
    Shop replica = shop.replica("--vitrine.server.unread-timeout=1s");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String id = Shop.fresh("large");
      shop.stores.product(large(id));
      ids.add(id);
    }
    String path = "/v1/products?ids=" + String.join(",", ids);
    Shop.Answer answer = replica.get(path);
    int whole = answer.body().length;
    assertThat(whole).as("what one answer holds at most").isBetween(4_000_000, 4_500_000);
    // The rest is not lost: it is asked for again.
    assertThat(answer.json().get("items").size() + answer.json().get("unavailable").size())
        .isEqualTo(100);
    assertThat(read(replica, path, 0)).as("of one that takes it").isGreaterThan(whole);
    assertThat(read(replica, path, 8_000)).as("of one that waits").isLessThan(whole);
  }

  private static ProductView large(String id) {
    ProductView sample = Samples.product(id, 1);
    return new ProductView(
        id,
        sample.slug(),
        sample.name(),
        Map.of("en", "x".repeat(220_000)),
        null,
        sample.categories(),
        sample.attributes(),
        List.of(),
        sample.variants(),
        sample.status(),
        1,
        Samples.TIME);
  }

  /** What comes of an answer, head and body, after so many milliseconds in which none is taken. */
  private static long read(Shop replica, String path, long pause) throws Exception {
    URI base = URI.create(replica.base());
    try (var socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      Thread.sleep(pause);
      return bytes(socket.getInputStream());
    }
  }

  private static long bytes(InputStream in) {
    var buffer = new byte[65_536];
    long read = 0;
    try {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        read += got;
      }
    } catch (IOException cutOff) {
      return read;
    }
    return read;
  }
}
