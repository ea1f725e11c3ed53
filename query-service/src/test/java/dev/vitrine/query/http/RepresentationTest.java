package dev.vitrine.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.view.StoredView;
import dev.vitrine.contract.view.ViewVersion;
import dev.vitrine.query.view.ReadyView;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepresentationTest {
  private final ReadyView view =
      new ReadyView(
          new StoredView(
              ViewVersion.ofSequence(1),
              false,
              ("{\"id\":\"" + "a".repeat(1_000) + "\"}").getBytes(StandardCharsets.UTF_8)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZIP",
        "br, gzip",
        "deflate;q=0, gzip;q=0.5",
        "gzip ; q=1",
        "identity,gzip;q=0.001"
      })
  void who_reads_gzip_gets_it_under_a_tag_of_its_own(String accepted) {
    Representation chosen = Representation.of(view, "\"1-1\"", accepted);
    assertThat(chosen.encoding()).isEqualTo("gzip");
    assertThat(chosen.etag()).isEqualTo("\"1-1~gzip\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "br", "notgzip", "gzipped", "gzip;q=0", "gzip; Q=0.000", "br;gzip", "x-gzip2"})
  void who_does_not_gets_the_body_as_it_is(String accepted) {
    Representation chosen = Representation.of(view, "\"1-1\"", accepted);
    assertThat(chosen.encoding()).isNull();
    assertThat(chosen.etag()).isEqualTo("\"1-1\"");
  }
}
