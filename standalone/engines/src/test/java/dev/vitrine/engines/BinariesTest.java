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
  void whoever_unpacks_at_the_same_moment_uses_what_came_first(@TempDir Path cache)
      throws Exception {
    var together = new CyclicBarrier(AT_ONCE);
    Callable<Path> unpacking =
        () -> {
          together.await();
          return Binaries.redisServer(cache);
        };
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Path>> all = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        all.add(threads.submit(unpacking));
      }
      for (Future<Path> one : all) {
        assertThat(one.get().resolve("redis-server")).isExecutable();
      }
    }
    try (var left = Files.list(cache)) {
      assertThat(left).containsExactly(cache.resolve("redis-6.2.6"));
    }
  }
}
