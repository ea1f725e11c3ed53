package dev.vitrine.engines;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Prometheus on the loopback interface. Unlike the other engines it comes from the machine. */
public final class Prometheus {
  /**
   * @param program the {@code prometheus} to run
   * @param configuration text of its configuration file
   */
  public record Settings(Path program, Path data, int port, String configuration) {}

  private Prometheus() {}

  public static Launch launch(Settings settings) {
    Path data = settings.data().toAbsolutePath();
    Path file = data.resolve("prometheus.yaml");
    return new Launch(
        "prometheus",
        () -> {
          Files.createDirectories(data);
          Files.writeString(file, settings.configuration());
        },
        List.of(
            settings.program().toString(),
            "--config.file=" + file,
            "--storage.tsdb.path=" + data.resolve("series"),
            "--storage.tsdb.retention.time=7d",
            "--storage.tsdb.retention.size=1GB",
            "--web.listen-address=127.0.0.1:" + settings.port(),
            "--log.level=warn"),
        Map.of(),
        data,
        data.resolve("prometheus.log"),
        Probes.http(URI.create("http://127.0.0.1:" + settings.port() + "/-/ready"), 200),
        Duration.ofSeconds(60),
        StopSignal.TERM,
        Duration.ofSeconds(20));
  }
}
