package dev.vitrine.projections.broker;

import dev.vitrine.engines.Ports;
import dev.vitrine.projections.ProjectionsApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The service as a process of its own, so that it can be killed. */
final class ProjectionsProcess implements AutoCloseable {
  private final Path folder;
  private final String bootstrapServers;
  private final int port = Ports.free();
  private Process process;

  ProjectionsProcess(Path folder, String bootstrapServers) throws IOException {
    this.folder = folder;
    this.bootstrapServers = bootstrapServers;
    this.process = launch();
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=4", "-Xshare:auto"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ProjectionsApplication.class.getName());
    command.add("--server.address=127.0.0.1");
    command.add("--server.port=" + port);
    command.add("--spring.kafka.bootstrap-servers=" + bootstrapServers);
    command.add("--spring.kafka.streams.state-dir=" + folder.resolve("state"));
    command.add("--vitrine.projections.topics-wait=20s");
    String more = System.getProperty("projections.args", "");
    if (!more.isBlank()) {
      command.addAll(List.of(more.split(" ", -1)));
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void start() throws IOException {
    process = launch();
  }

  void awaitReady() throws InterruptedException, IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (status("/actuator/health/readiness") != 200) {
      if (System.nanoTime() > end || process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("not ready:\n" + Files.readString(folder.resolve("log")));
      }
    }
  }

  /** The status of the answer, 0 when there is none. */
  int status(String path) throws InterruptedException {
    try {
      return get(path).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(2))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
