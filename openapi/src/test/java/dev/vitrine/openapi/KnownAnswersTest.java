package dev.vitrine.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownAnswersTest {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "urn:vitrine:problem:";

  private final ApiDocument document =
      new ApiDocument("Lamps", "Lamps.", "http://127.0.0.1")
          .header("ETag", Schema.string(), "A tag.")
          .problem(ProblemDescription.of("unknown-lamp", 404, "There is no such lamp."))
          .problem(ProblemDescription.of("not-found", 404, "There is nothing here."))
          .elsewhere(404, "not-found")
          .tag("Lamps", "Lamps.")
          .operations(
              "Lamps",
              List.of(
                  Operation.get("/lamps/{id}", "lamp", "A lamp")
                      .takes(Parameter.query("color", Schema.string(), "Its color."))
                      .answersJson(
                          200,
                          "The lamp.",
                          Schema.object(Schema.of("id", Schema.string()), List.of()),
                          "ETag")
                      .fails(404, "unknown-lamp")));
  private final KnownAnswers answers = new KnownAnswers(document, Set.of());

  @ParameterizedTest
  @CsvSource({
    "GET,  /lamps/a,           200, ETag, '',           id",
    "HEAD, /lamps/a?color=red, 200, Date, '',           ''",
    "GET,  /lamps/a,           404, Date, unknown-lamp, type",
    "HEAD, /lamps/a,           404, Date, unknown-lamp, ''",
    "GET,  /chairs,            404, Date, not-found,    type"
  })
  void what_the_document_says_passes(
      String method, String uri, int status, String header, String problem, String member) {
    answers.check(answer(method, uri, status, header, problem, member));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /lamps/a,          200, ETag, '',          id",
    "GET,  /lamps,            200, ETag, '',          id",
    "GET,  /lamps/a,          203, ETag, '',          id",
    "GET,  /lamps/a?size=1,   200, ETag, '',          id",
    "GET,  /lamps/a,          200, Age,  '',          id",
    "GET,  /lamps/a,          200, ETag, '',          name",
    "GET,  /lamps/a,          404, Date, broken-lamp, type",
    "GET,  /lamps/a,          503, Date, unknown-lamp, type",
    "HEAD, /lamps/a,          503, Date, unknown-lamp, ''"
  })
  void what_it_does_not_say_fails(
      String method, String uri, int status, String header, String problem, String member) {
    ReceivedAnswer answer = answer(method, uri, status, header, problem, member);
    assertThatThrownBy(() -> answers.check(answer)).isInstanceOf(AssertionError.class);
  }

  private static ReceivedAnswer answer(
      String method, String uri, int status, String header, String problem, String member) {
    boolean head = method.equals("HEAD");
    return new ReceivedAnswer(
        method,
        URI.create(uri),
        status,
        problem.isEmpty() ? JSON : ApiDocument.PROBLEM_JSON,
        Set.of(header),
        head || problem.isEmpty() ? "" : PROBLEM + problem,
        member.isEmpty() ? Set.of() : Set.of(member));
  }

  @Test
  void a_problem_that_nobody_described_cannot_be_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                document.operations(
                    "Lamps",
                    List.of(Operation.get("/chairs", "chairs", "Chairs").fails(400, "no-chair"))));
  }

  @Test
  void a_problem_that_nothing_fails_by_is_found() {
    document.problem(ProblemDescription.of("too-bright", 400, "It is too bright."));
    assertThat(document.unusedProblems()).containsExactly("400 too-bright");
  }

  @Test
  void an_action_is_called_after_its_record() {
    assertThat(List.of(Schemas.word(String.class), Schemas.word(StringBuilder.class)))
        .containsExactly("string", "string-builder");
  }
}
