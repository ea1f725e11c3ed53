package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.bootstrap.SampleCatalog;
import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.stack.Say;
import dev.vitrine.standalone.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Starts a stack, loads the sample on the first start, and says what to look at. */
final class FirstUse {
  private static final Duration READABLE = Duration.ofMinutes(2);

  private final Stack stack;
  private final Say says;

  FirstUse(Stack stack, Say says) {
    this.stack = stack;
    this.says = says;
  }

  void readyAfter(boolean wantsSample) throws InterruptedException {
    long begin = System.nanoTime();
    says.accept("starting on " + stack.dir().root());
    stack.start();
    boolean sample = wantsSample && !Files.exists(stack.dir().sampleMark());
    if (sample) {
      loadSample();
    }
    markSample();
    says.accept("ready after %.1f s".formatted((System.nanoTime() - begin) / 1e9));
    for (String line : examples()) {
      says.plain(line);
    }
    stack.ready();
  }

  private void loadSample() throws InterruptedException {
    var sample = new SampleCatalog(stack.ports(), Admin.token(stack.dir(), "sample"));
    long products = sample.load();
    sample.awaitReadable(READABLE, new CountDownLatch(1));
    says.accept("sample catalog: " + products + " products");
  }

  /** Also when it was left out: an admin who did not want it must not get it later. */
  private void markSample() {
    try {
      if (!Files.exists(stack.dir().sampleMark())) {
        Files.createFile(stack.dir().sampleMark());
      }
    } catch (IOException e) {
      throw new StandaloneException("cannot write " + stack.dir().sampleMark(), e);
    }
  }

  private Iterable<String> examples() {
    Ports ports = stack.ports();
    String query = ports.queryUrl();
    String command = ports.commandUrl();
    return """

    A product     %1$s/v1/products/%3$s
    By its SKU    %1$s/v1/skus/%4$s
    Categories    %1$s/v1/categories
    A listing     %1$s/v1/categories/%6$s/products?sort=price
    Health        %1$s/actuator/health

    TOKEN=%5$s
    curl %1$s/v1/products/%3$s
    curl -H "Authorization: Bearer $TOKEN" %2$s/v1/products/%3$s
    curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
      -d '{"actions":[{"action":"rename","name":"Desk lamp Arco II"}]}' \\
      %2$s/v1/products/%3$s/actions

    """
        .formatted(
            query,
            command,
            SampleCatalog.PRODUCT,
            SampleCatalog.SKU,
            Admin.token(stack.dir(), "admin"),
            SampleCatalog.CATEGORY)
        .lines()
        .toList();
  }
}
