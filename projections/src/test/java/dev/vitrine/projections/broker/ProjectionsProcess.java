package dev.vitrine.projections.broker;

import dev.vitrine.engines.ChildProcess;
import dev.vitrine.engines.Launch;
import dev.vitrine.engines.Ports;
import dev.vitrine.engines.StopSignal;
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
import java.util.Map;

/** The service as a process of its own, so that it can be killed; it dies with this JVM. */
final class ProjectionsProcess implements AutoCloseable {
  private final Path folder;
  private final String bootstrapServers;
  private final int port = Ports.free();
  private ChildProcess process;

  ProjectionsProcess(Path folder, String bootstrapServers) {
    this.folder = folder;
    this.bootstrapServers = bootstrapServers;
    this.process = ChildProcess.start(launch());
  }

  private Launch launch() {
    return new Launch(
        "projections",
        () -> Files.createDirectories(folder),
        command(),
        Map.of(),
        folder,
        folder.resolve("projections.log"),
        () -> status("/actuator/health/readiness") == 200,
        Duration.ofMinutes(3),
        StopSignal.TERM,
        Duration.ofSeconds(30));
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(more("projections.jvm"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ProjectionsApplication.class.getName());
    command.add("--server.address=127.0.0.1");
    command.add("--server.port=" + port);
    command.add("--spring.kafka.bootstrap-servers=" + bootstrapServers);
    command.add("--spring.kafka.streams.state-dir=" + folder.resolve("state"));
    command.addAll(more("projections.args"));
    return command;
  }

  /** Flags to try out in a benchmark, separated by blanks. */
  private static List<String> more(String property) {
    String flags = System.getProperty(property, "");
    return flags.isBlank() ? List.of() : List.of(flags.split(" ", -1));
  }

  /** SIGKILL. */
  void kill() {
    process.kill();
  }

  void start() {
    process = ChildProcess.start(launch());
  }

  void awaitReady() {
    process.awaitReady();
  }

  /** Seconds of processor that the process has used, which other load on the machine leaves be. */
  double processorSeconds() {
    return ProcessHandle.of(process.pid())
            .flatMap(handle -> handle.info().totalCpuDuration())
            .orElse(Duration.ZERO)
            .toMillis()
        / 1e3;
  }

  /** The status of the answer, 0 when there is none. */
  int status(String path) {
    try {
      return get(path).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  HttpResponse<String> get(String path) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(2))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.stop();
  }
}
