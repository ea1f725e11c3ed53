package dev.vitrine.standalone.stack;

import dev.vitrine.standalone.http.Http;
import dev.vitrine.standalone.supervise.Supervisor;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Tells the supervisor whether the command service works on an import. */
final class ImportWatch implements Runnable {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Http http;
  private final String metric;
  private final Supervisor supervisor;
  private final Consumer<String> says;
  private final CountDownLatch stopped;
  private boolean last;
  private boolean told;

  ImportWatch(
      Http http,
      String commandUrl,
      Supervisor supervisor,
      Consumer<String> says,
      CountDownLatch stopped) {
    this.http = http;
    this.metric = commandUrl + "/actuator/metrics/vitrine.imports.running";
    this.supervisor = supervisor;
    this.says = says;
    this.stopped = stopped;
  }

  @Override
  public void run() {
    try {
      while (!stopped.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        last = importing();
        supervisor.importing(last);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean importing() throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = http.send(Http.request(metric, BOUND).GET().build());
      if (answer.statusCode() != 200) {
        tell("status " + answer.statusCode());
        return false;
      }
      return JSON.readTree(answer.body()).at("/measurements/0/value").asDouble(0) > 0;
    } catch (HttpTimeoutException e) {
      return last; // it is too busy to say
    } catch (IOException e) {
      return false; // it is away: then it imports nothing
    } catch (JacksonException e) {
      tell(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void tell(String what) {
    if (!told) {
      says.accept(metric + " does not tell whether an import runs: " + what);
      told = true;
    }
  }
}
