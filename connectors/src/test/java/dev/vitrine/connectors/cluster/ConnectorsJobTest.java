package dev.vitrine.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.connectors.cluster.Answers.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the part of Connect's REST interface that the job uses. */
class ConnectorsJobTest {
  private static final String WANTED = "{\"a\":\"1\"}";
  private static final String RUNS = status("RUNNING", "RUNNING");

  private final Path folder;
  private final Map<String, String> configs = new ConcurrentHashMap<>();
  private final AtomicInteger busy = new AtomicInteger();
  private volatile String status = RUNS;

  private static String status(String connector, String task) {
    return "{\"connector\":{\"state\":\"%s\"},\"tasks\":[{\"id\":0,\"state\":\"%s\"}]}"
        .formatted(connector, task);
  }

  ConnectorsJobTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(
        folder.resolve("relay.json"), "{\"name\":\"relay\",\"config\":" + WANTED + "}");
  }

  private Answer connect(String call, String body) {
    if (call.startsWith("PUT") && busy.getAndDecrement() > 0) {
      return new Answer(409, "rebalance");
    }
    return switch (call) {
      case "GET /connectors/relay/config" ->
          configs.containsKey("relay")
              ? new Answer(200, configs.getOrDefault("relay", ""))
              : new Answer(404, "{}");
      case "PUT /connectors/relay/config" -> {
        if (body.contains("wrong")) {
          yield new Answer(400, "no such class");
        }
        configs.put("relay", "{\"name\":\"relay\"," + body.substring(1));
        yield new Answer(201, "{}");
      }
      case "GET /connectors/relay/status" -> new Answer(200, status);
      default -> new Answer(202, "{}");
    };
  }

  @Test
  void puts_what_lacks_also_while_workers_regroup_and_not_again() throws Exception {
    busy.set(2);
    try (Answers connect = new Answers(this::connect)) {
      var job = new ConnectorsJob(connect.uri(), Duration.ofSeconds(20));
      job.run(folder);
      assertThat(configs).containsKey("relay");
      connect.asked.clear();
      job.run(folder);
      assertThat(connect.asked).noneMatch(call -> call.startsWith("PUT"));
    }
  }

  @Test
  void a_configuration_that_connect_refuses_fails_at_once() throws Exception {
    Files.writeString(
        folder.resolve("relay.json"), "{\"name\":\"relay\",\"config\":{\"wrong\":\"1\"}}");
    try (Answers connect = new Answers(this::connect)) {
      assertThatThrownBy(() -> new ConnectorsJob(connect.uri(), Duration.ofMinutes(5)).run(folder))
          .isInstanceOf(JobFailed.class)
          .hasMessage("relay: 400 no such class");
    }
  }

  @Test
  void a_task_that_does_not_run_fails_in_the_end() throws Exception {
    status = status("RUNNING", "FAILED");
    try (Answers connect = new Answers(this::connect)) {
      assertThatThrownBy(() -> new ConnectorsJob(connect.uri(), Duration.ofSeconds(1)).run(folder))
          .isInstanceOf(JobFailed.class)
          .hasMessageContaining("relay");
    }
  }

  @Test
  void only_what_has_failed_is_restarted() throws Exception {
    String restart = "POST /connectors/relay/restart?includeTasks=true&onlyFailed=true";
    try (Answers connect = new Answers(this::connect)) {
      var job = new ConnectorsJob(connect.uri(), Duration.ofSeconds(20));
      job.restartFailed(folder);
      assertThat(connect.asked).doesNotContain(restart);
      status = status("RUNNING", "FAILED");
      job.restartFailed(folder);
      assertThat(connect.asked).contains(restart);
    }
  }
}
