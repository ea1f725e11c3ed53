package dev.vitrine.command.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.command.imports.Service.Answer;
import dev.vitrine.command.imports.format.ImportFormat;
import dev.vitrine.engines.Postgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What may be uploaded: hostile and broken bodies get a 4xx and leave nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadsTest {
  private Postgres postgres;
  private Service service;

  @BeforeAll
  void start(@TempDir Path folder) {
    postgres = Postgres.start(folder);
    service =
        Service.start(
            postgres, folder, "vitrine.imports.max-size=40MB", "vitrine.imports.upload-idle=1s");
  }

  @AfterAll
  void stop() {
    try {
      service.close();
    } finally {
      postgres.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                      format must be one of",
    "format=xml,                              format must be one of",
    "format=shopify-csv,                      currency must be sent",
    "format=jsonl&publish=yes,                publish must be true or false",
    "format=jsonl&publish,                    publish must be true or false",
    "format=csv&currency=usd,                 currency must be an ISO 4217 code",
    "format=csv&currency=ZZZ,                 currency must be an ISO 4217 code"
  })
  void wrong_parameters_are_refused(String query, String detail) {
    Answer answer = service.upload(query, "{}");

    assertProblem(answer, 400, "bad-parameter");
    assertThat(answer.text("detail")).startsWith(detail);
  }

  static Stream<Arguments> brokenBodies() {
    return Stream.of(
            brokenGzip("jsonl", "{\"id\":\"gz\",\"name\":\"A\"}\n"),
            brokenGzip("csv", "name\n"),
            brokenGzip("shopify-csv", "Handle,Title\n"),
            brokenTexts())
        .flatMap(List::stream);
  }

  private static List<Arguments> brokenGzip(String format, String line) {
    byte[] whole = gzip(line.repeat(1_000).getBytes(UTF_8));
    byte[] corrupt = whole.clone();
    corrupt[whole.length - 6] ^= 0x55;
    return List.of(
        Arguments.of(
            "truncated gzip", format, Arrays.copyOf(whole, whole.length - 20), 400, "bad-gzip"),
        Arguments.of("only the magic bytes", format, Arrays.copyOf(whole, 2), 400, "bad-gzip"),
        Arguments.of("gzip with a wrong checksum", format, corrupt, 400, "bad-gzip"));
  }

  private static List<Arguments> brokenTexts() {
    byte[] rubbish = new byte[5_000];
    new Random(7).nextBytes(rubbish);
    byte[] rubbishAsGzip = rubbish.clone();
    rubbishAsGzip[0] = 0x1f;
    rubbishAsGzip[1] = (byte) 0x8b;
    byte[] latin = {'n', 'a', 'm', 'e', '\n', 'C', 'a', 'f', (byte) 0xE9, '\n'};
    return List.of(
        Arguments.of("an empty body", "jsonl", new byte[0], 400, "empty-upload"),
        Arguments.of("rubbish", "jsonl", rubbish, 422, "broken-file"),
        Arguments.of("rubbish that begins as gzip", "jsonl", rubbishAsGzip, 400, "bad-gzip"),
        Arguments.of("NUL bytes", "jsonl", new byte[100_000], 422, "broken-file"),
        Arguments.of(
            "one bad line", "jsonl", "{}\nid,name\n{}\n".getBytes(UTF_8), 422, "broken-file"),
        Arguments.of(
            "a broken quote",
            "shopify-csv",
            "Handle,Title,Body (HTML)\na,A,\"<p>\nb,B,\n".getBytes(UTF_8),
            422,
            "broken-file"),
        Arguments.of("rubbish as CSV", "csv", rubbish, 422, "broken-file"),
        Arguments.of("Latin-1 as CSV", "csv", latin, 422, "broken-file"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenBodies")
  void a_broken_body_is_refused_and_leaves_nothing(
      String what, String format, byte[] body, int status, String type) {
    Answer answer = service.upload("currency=USD&format=" + format, body);

    assertThat(answer.status()).as(what + ": " + answer.body()).isEqualTo(status);
    assertProblem(answer, status, type);
    assertNothingIsLeft();
  }

  @Test
  void a_broken_line_is_named() {
    Answer answer = service.upload("format=jsonl", "{}\n{}\n{\"id\":\nx\n");

    assertThat(answer.text("detail")).startsWith("Line 3 is broken: not JSON: ");
    assertThat(answer.body().path("errors").valueStream().map(e -> e.path("line").asInt()))
        .containsExactly(3, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "csv"})
  void a_decompression_bomb_is_refused(String format) {
    byte[] bomb = gzip(new byte[0], "\n".repeat(1024 * 1024).getBytes(UTF_8), 64);
    assertThat(bomb.length).isLessThan(100_000);

    Answer answer = service.upload("format=" + format, bomb);

    assertProblem(answer, 413, "upload-too-large");
    assertNothingIsLeft();
  }

  @Test
  void more_than_the_bound_is_refused_whether_announced_or_not() {
    byte[] large = ("{\"name\":\"" + "x".repeat(1_000) + "\"}\n").repeat(42_000).getBytes(UTF_8);

    Answer announced = service.upload("format=jsonl", large);

    assertProblem(announced, 413, "upload-too-large");
    assertNothingIsLeft();
  }

  @Test
  void gzip_is_recognised_with_and_without_its_header() {
    byte[] first = gzip("{\"id\":\"gzip-1\",\"name\":\"A\"}\n".getBytes(UTF_8));
    byte[] second = gzip("{\"id\":\"gzip-2\",\"name\":\"B\"}".getBytes(UTF_8));
    byte[] members = concatenated(first, second);

    JsonNode without = service.finished(service.upload("format=jsonl", members).text("id"));
    JsonNode with =
        service.finished(
            service.upload("format=jsonl", members, "Content-Encoding", "gzip").text("id"));

    assertThat(without.path("accepted").asInt()).isEqualTo(2);
    assertThat(with.path("accepted").asInt()).isEqualTo(2);
    assertThat(without.path("bytes").asInt()).isEqualTo(53);
  }

  @Test
  void plain_text_that_is_called_gzip_is_refused_as_is_an_unknown_encoding() {
    byte[] text = "{}\n".getBytes(UTF_8);

    assertProblem(
        service.upload("format=jsonl", text, "Content-Encoding", "gzip"), 400, "bad-gzip");
    assertProblem(
        service.upload("format=jsonl", text, "Content-Encoding", "br"),
        415,
        "unsupported-encoding");
  }

  @Test
  void rows_that_no_table_could_hold_are_reported_all_the_same() {
    JsonNode job =
        service.imported(
            "format=jsonl",
            """
            {"id":"a\\u0000b","name":"\\ud800","variants":[{"sku":"x\\u0000"}]}
            {"id":"long","name":"%s"}
            {"id":"number","name":"N","attributes":{"n":1e999999999}}
            """
                .formatted("x".repeat(1_100_000)));

    assertThat(job.path("rejected").asInt()).isEqualTo(3);
    assertThat(
            service.rejections(job).stream()
                .map(row -> row.path("line").asInt() + " " + row.path("reason").asString()))
        .containsExactly("1 invalid-document", "2 too-long", "3 invalid-document");
    assertThat(service.rejections(job).getFirst().path("sku").asString()).isEqualTo("x\uFFFD");
  }

  @Test
  void an_accepted_upload_is_in_the_database_before_the_answer_and_not_after_the_end() {
    Answer accepted = service.upload("format=jsonl", "{\"id\":\"kept\",\"name\":\"A\"}");

    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.response().headers().firstValue("Location"))
        .contains("/v1/imports/" + accepted.text("id"));
    JsonNode job = service.finished(accepted.text("id"));
    assertThat(job.path("createdBy").asString()).isEqualTo("ada");
    assertThat(service.count("SELECT count(*) FROM import_chunk")).isZero();
    assertThat(service.get("/v1/imports").body().path("items").path(0).path("id").asString())
        .isEqualTo(job.path("id").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "csv"})
  void an_upload_that_stalls_ends_with_408(String format) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              ("POST /v1/imports?format="
                      + format
                      + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                      + Service.token("admin")
                      + "\r\nContent-Length: 1000\r\n\r\nname")
                  .getBytes(UTF_8));
      byte[] answer = new byte[12];
      socket.getInputStream().readNBytes(answer, 0, answer.length);
      assertThat(new String(answer, UTF_8)).isEqualTo("HTTP/1.1 408");
    }
    assertNothingIsLeft();
  }

  @Test
  void an_upload_is_abandoned_only_when_it_is_older_than_any_can_be() {
    ImportJobs jobs = service.bean(ImportJobs.class);
    ImportRequest request = new ImportRequest(ImportFormat.JSONL, false, null, "ada", null);
    jobs.open("alive", request);
    jobs.open("dead", request);
    String age = "UPDATE import_job SET created_at = now() - interval '%s' WHERE id = '%s'";
    service.jdbc().update(age.formatted("59 minutes", "alive"));
    service.jdbc().update(age.formatted("121 minutes", "dead"));

    jobs.open("next", request);

    assertThat(
            service
                .jdbc()
                .queryForList(
                    "SELECT id FROM import_job WHERE state = 'uploading' ORDER BY id",
                    String.class))
        .containsExactly("alive", "next");
    List.of("alive", "next").forEach(jobs::discard);
  }

  @Test
  void viewers_may_look_and_not_upload() {
    JsonNode job = service.imported("format=jsonl", "5\n");
    String path = "/v1/imports/" + job.path("id").asString();

    assertThat(service.send(service.request(path, "viewer").GET().build()).status()).isEqualTo(200);
    assertThat(
            service
                .send(
                    service
                        .request("/v1/imports?format=jsonl", "viewer")
                        .POST(BodyPublishers.ofString("{}"))
                        .build())
                .status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/imports/00000000-0000-0000-0000-000000000000, 404",
    "/v1/imports/nonsense, 404",
    "/v1/imports/nonsense/rejections, 404",
    "/v1/imports/00000000-0000-0000-0000-000000000000/rejections?limit=-1, 400",
    "/v1/imports/00000000-0000-0000-0000-000000000000/rejections?limit=10001, 400",
    "/v1/imports/00000000-0000-0000-0000-000000000000/rejections?after=x, 400"
  })
  void what_is_not_there_is_a_problem(String path, int status) {
    assertThat(service.get(path).status()).isEqualTo(status);
  }

  private void assertNothingIsLeft() {
    assertThat(service.count("SELECT count(*) FROM import_job WHERE state = 'uploading'")).isZero();
    assertThat(
            service.count(
                "SELECT count(*) FROM import_chunk JOIN import_job j ON j.id = import_id"
                    + " WHERE state NOT IN ('waiting', 'running')"))
        .isZero();
  }

  private static void assertProblem(Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
    assertThat(answer.response().headers().firstValue("Content-Type"))
        .contains("application/problem+json");
    assertThat(answer.text("type")).isEqualTo("urn:vitrine:problem:" + type);
  }

  private static byte[] gzip(byte[] text) {
    return gzip(text, new byte[0], 0);
  }

  private static byte[] gzip(byte[] head, byte[] block, int times) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(head);
      for (int i = 0; i < times; i++) {
        gzip.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
