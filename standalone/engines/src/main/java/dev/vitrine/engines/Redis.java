package dev.vitrine.engines;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Redis as a cache: bounded memory, evicts what is used least, keeps nothing over a restart. */
public final class Redis implements AutoCloseable {
  public record Settings(Path data, int port, int maxMemoryMegabytes) {
    public Settings(Path data, int port) {
      this(data, port, 256);
    }
  }

  private final Settings settings;
  private final Running running;

  private Redis(Settings settings) {
    this.settings = settings;
    running = new Running(launch(settings));
  }

  public static Launch launch(Settings settings) {
    Path data = settings.data().toAbsolutePath();
    return new Launch(
        "redis",
        Binaries::redisServer,
        List.of(
            Binaries.redisFolder().resolve("redis-server").toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(settings.port()),
            "--maxmemory",
            settings.maxMemoryMegabytes() + "mb",
            "--maxmemory-policy",
            "allkeys-lfu",
            "--save",
            "",
            "--appendonly",
            "no",
            "--daemonize",
            "no"),
        Map.of(),
        data,
        data.resolve("redis.log"),
        Probes.redis(settings.port()),
        Duration.ofSeconds(30),
        StopSignal.TERM,
        Duration.ofSeconds(10));
  }

  public static Redis start(Settings settings) {
    var redis = new Redis(settings);
    redis.running.start();
    return redis;
  }

  public static Redis start(Path data, int port) {
    return start(new Settings(data, port));
  }

  /** On a free port. */
  public static Redis start(Path data) {
    return start(data, Ports.free());
  }

  public int port() {
    return settings.port();
  }

  public String url() {
    return "redis://127.0.0.1:" + settings.port();
  }

  public Running running() {
    return running;
  }

  @Override
  public void close() {
    running.close();
  }
}
