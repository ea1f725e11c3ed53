package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.bootstrap.SampleCatalog;
import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.stack.Say;
import dev.vitrine.standalone.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Starts a stack, loads the sample on the first start, and says what to look at. */
final class FirstUse {
  private static final Duration READABLE = Duration.ofMinutes(2);
  private static final String LOADED = "loaded";

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
    boolean sample = sample(wantsSample);
    stack.train();
    says.accept("ready after %.1f s".formatted((System.nanoTime() - begin) / 1e9));
    urls(sample).lines().forEach(says::plain);
    stack.ready();
  }

  private void loadSample() throws InterruptedException {
    var sample = new SampleCatalog(stack.ports(), Admin.token(stack.dir(), "sample"));
    long products = sample.load();
    sample.awaitReadable(READABLE, new CountDownLatch(1));
    says.accept("sample catalog: " + products + " products");
  }

  /**
   * Loads it on the first start. An admin who did not want it then does not get it later.
   *
   * @return whether this stack has it
   */
  private boolean sample(boolean wanted) throws InterruptedException {
    Path mark = stack.dir().sampleMark();
    try {
      if (Files.exists(mark)) {
        return Files.readString(mark).equals(LOADED);
      }
      if (wanted) {
        loadSample();
      }
      Files.writeString(mark, wanted ? LOADED : "left out");
      return wanted;
    } catch (IOException e) {
      throw new StandaloneException("cannot use " + mark + ": " + e, e);
    }
  }

  private String urls(boolean sample) {
    Ports ports = stack.ports();
    String query = ports.queryUrl();
    String command = ports.commandUrl();
    String all =
        """

        Commands      %1$s/v1/products
        Categories    %2$s/v1/categories
        Documents     %2$s/docs and %1$s/docs
        Health        %4$s/actuator/health

        TOKEN=%3$s
        """
            .formatted(
                command, query, Admin.token(stack.dir(), "admin"), ports.queryManagementUrl());
    String examples =
        """
        curl %1$s/v1/products/%3$s
        curl %1$s/v1/skus/%4$s
        curl '%1$s/v1/categories/%5$s/products?sort=price'
        curl -H "Authorization: Bearer $TOKEN" %2$s/v1/products/%3$s
        curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
          -d '{"actions":[{"action":"rename","name":"Desk lamp Arco II"}]}' \\
          %2$s/v1/products/%3$s/actions

        """
            .formatted(
                query, command, SampleCatalog.PRODUCT, SampleCatalog.SKU, SampleCatalog.CATEGORY);
    String prometheus = stack.isObserved() ? "Prometheus    " + ports.prometheusUrl() + "\n" : "";
    return (sample ? all + examples : all) + prometheus;
  }
}
