package dev.vitrine.command.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.command.web.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

class BodyStreamTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void a_body_that_never_comes_to_an_end_is_given_up_however_lively_it_is() throws IOException {
    Flux<DataBuffer> drops = Flux.interval(Duration.ofMillis(20)).map(_ -> buffer("x"));
    try (BodyStream body = new BodyStream(drops, LONG, Duration.ofMillis(300))) {
      assertThatThrownBy(body::readAllBytes)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.problem().status()).isEqualTo(408);
                assertThat(e.problem().type()).isEqualTo("upload-too-slow");
              });
    }
  }

  @Test
  void a_body_that_pauses_is_given_up() throws IOException {
    try (BodyStream body = new BodyStream(Flux.<DataBuffer>never(), Duration.ofMillis(50), LONG)) {
      assertThatThrownBy(body::readAllBytes)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().type()).isEqualTo("upload-stalled"));
    }
  }

  @Test
  void a_body_in_time_is_read_whole() throws IOException {
    try (BodyStream body =
        new BodyStream(Flux.just("a", "", "bc").map(BodyStreamTest::buffer), LONG, LONG)) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("abc");
    }
  }

  private static DataBuffer buffer(String text) {
    return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
