package dev.vitrine.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.connectors.cluster.Answers.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A release that answers as it should passes; each that does not is found out. */
class PathCheckTest {
  private static Answer version(int status, int version) {
    return new Answer(status, "{\"version\":" + version + "}");
  }

  @Test
  void who_takes_any_token_is_found_out() throws Exception {
    try (Answers sound = new Answers((_, _) -> new Answer(401, ""));
        Answers open = new Answers((_, _) -> new Answer(201, ""));
        Answers lax =
            new Answers((call, _) -> new Answer(call.contains("Bearer") ? 201 : 401, ""))) {
      assertThatCode(() -> new PathCheck(sound.uri(), sound.uri(), "t").run("bad-token"))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> new PathCheck(open.uri(), open.uri(), "t").run("bad-token"))
          .isInstanceOf(JobFailed.class);
      assertThatThrownBy(() -> new PathCheck(lax.uri(), lax.uri(), "t").run("bad-token"))
          .isInstanceOf(JobFailed.class)
          .hasMessageContaining("201 instead of 401");
    }
  }

  /** A proxy of the mesh refuses a bad token as the service does, and who brings none with 403. */
  @Test
  void a_mesh_may_refuse_who_brings_no_token() throws Exception {
    try (Answers mesh =
            new Answers((call, _) -> new Answer(call.contains("Bearer") ? 401 : 403, ""));
        Answers closed = new Answers((_, _) -> new Answer(403, ""))) {
      assertThatCode(() -> new PathCheck(mesh.uri(), mesh.uri(), "t").run("bad-token"))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> new PathCheck(closed.uri(), closed.uri(), "t").run("bad-token"))
          .isInstanceOf(JobFailed.class)
          .hasMessageContaining("403 instead of 401");
    }
  }

  @Test
  void an_unknown_product_is_a_problem() throws Exception {
    try (Answers sound =
            new Answers(
                (_, _) -> new Answer(404, "{}", "Content-Type", "application/problem+json"));
        Answers proxy =
            new Answers((_, _) -> new Answer(404, "no route", "Content-Type", "text/html"))) {
      assertThatCode(() -> new PathCheck(sound.uri(), sound.uri(), "").run("unknown-product"))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> new PathCheck(proxy.uri(), proxy.uri(), "").run("unknown-product"))
          .isInstanceOf(JobFailed.class)
          .hasMessageContaining("text/html");
    }
  }

  @Test
  void a_change_is_waited_for_and_taken_back() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    try (Answers commands =
            new Answers(
                (call, body) ->
                    !call.contains("/actions")
                        ? version(201, 0)
                        : version(200, body.contains("publish") ? 1 : 2));
        Answers queries =
            new Answers(
                (call, _) -> {
                  boolean late = reads.getAndIncrement() == 0;
                  if (late) {
                    return new Answer(503, "{}");
                  }
                  return call.contains("minVersion=1")
                      ? new Answer(200, "{}", "Vitrine-Version", "1")
                      : new Answer(404, "{}", "Vitrine-Version", "2");
                })) {
      new PathCheck(commands.uri(), queries.uri(), "t").run("change-travels");
      assertThat(queries.asked).hasSize(3);
      assertThat(commands.asked).hasSize(3);
    }
  }

  @Test
  void who_forgets_to_look_at_if_match_is_found_out() throws Exception {
    try (Answers lax =
        new Answers((call, _) -> version(call.contains("/actions") ? 200 : 201, 1))) {
      assertThatThrownBy(() -> new PathCheck(lax.uri(), lax.uri(), "t").run("stale-version"))
          .isInstanceOf(JobFailed.class)
          .hasMessageContaining("200 instead of 412");
    }
  }
}
