package dev.vitrine.engines;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/**
 * Programs that come in jars, unpacked once into a folder that all checkouts share: {@code
 * vitrine.cache}, else {@code XDG_CACHE_HOME/vitrine}, else {@code ~/.cache/vitrine}. Several JVMs
 * may do so at once: each unpacks into a folder of its own, and the first rename wins.
 */
final class Binaries {
  @FunctionalInterface
  private interface Unpacking {
    void into(Path folder) throws IOException, InterruptedException;
  }

  private static final String POSTGRES = "postgres-18.6.0";
  private static final String REDIS = "redis-6.2.6";

  private Binaries() {}

  /**
   * The folder of PostgreSQL, with {@code bin}, {@code lib}, {@code share}; there after {@link
   * #postgres}.
   */
  static Path postgresFolder() {
    return cache().resolve(POSTGRES);
  }

  /** The folder of redis-server; there after {@link #redisServer}. */
  static Path redisFolder() {
    return cache().resolve(REDIS);
  }

  static Path postgres() throws IOException, InterruptedException {
    return unpacked(
        cache(),
        POSTGRES,
        folder -> {
          Path archive = folder.resolve("postgres.tar");
          try (var in = new XZInputStream(resource("/postgres-linux-x86_64.txz"))) {
            Files.copy(in, archive);
          }
          Path log = folder.resolve("unpack.log");
          Tool.run(List.of("tar", "-xf", archive.toString(), "-C", folder.toString()), "", log);
          Files.delete(archive);
          Files.delete(log);
        });
  }

  /** The redis-server program. */
  static void redisServer() throws IOException, InterruptedException {
    redisServer(cache());
  }

  /** Returns its folder. */
  static Path redisServer(Path cache) throws IOException, InterruptedException {
    return unpacked(
        cache,
        REDIS,
        folder -> {
          Path program = folder.resolve("redis-server");
          try (var in = resource("/redis-server-6.2.6-v5-linux-amd64")) {
            Files.copy(in, program);
          }
          if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + program + " executable");
          }
        });
  }

  private static Path unpacked(Path cache, String name, Unpacking unpacking)
      throws IOException, InterruptedException {
    Path folder = cache.resolve(name);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Files.createDirectories(cache);
    Path own = Files.createTempDirectory(cache, name + ".");
    try {
      unpacking.into(own);
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(own, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // An atomic move onto a folder has no exception type of its own.
      Folders.delete(own);
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    return folder;
  }

  private static Path cache() {
    String own = System.getProperty("vitrine.cache");
    if (own != null) {
      return Path.of(own);
    }
    String shared = System.getenv("XDG_CACHE_HOME");
    Path caches =
        shared == null || shared.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(shared);
    return caches.resolve("vitrine");
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = Binaries.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("not on the class path: " + name);
    }
    return in;
  }
}
