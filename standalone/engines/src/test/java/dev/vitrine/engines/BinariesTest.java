package dev.vitrine.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
  private static final int AT_ONCE = 8;

  @Test
  void whoever_unpacks_at_the_same_moment_uses_what_came_first(@TempDir Path folder)
      throws Exception {
    String before = System.getProperty("vitrine.cache");
    System.setProperty("vitrine.cache", folder.toString());
    var together = new CyclicBarrier(AT_ONCE);
    Callable<Void> unpacking =
        () -> {
          together.await();
          Binaries.redisServer();
          return null;
        };
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        all.add(threads.submit(unpacking));
      }
      for (Future<Void> one : all) {
        one.get();
      }
      assertThat(Binaries.redisFolder().resolve("redis-server")).isExecutable();
    } finally {
      if (before == null) {
        System.clearProperty("vitrine.cache");
      } else {
        System.setProperty("vitrine.cache", before);
      }
    }
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve("redis-6.2.6"));
    }
  }
}
