package dev.vitrine.standalone.stack;

import dev.vitrine.standalone.http.Http;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Knows whether the command service works on a long import. A feed of small ones is changes like
 * any other, whose way to the views must not lag.
 */
final class ImportWatch {
  private static final Duration LONG = Duration.ofSeconds(2);
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Http http;
  private final String metric;
  private final Consumer<String> says;
  private boolean last;
  private boolean told;

  ImportWatch(Http http, String commandUrl, Consumer<String> says) {
    this.http = http;
    this.metric = commandUrl + "/actuator/metrics/vitrine.imports.running.time";
    this.says = says;
  }

  /** As of now, or as of the last answer where the service is too busy to say. */
  boolean importing() throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = http.send(Http.request(metric, BOUND).GET().build());
      last = answer.statusCode() == 200 && runs(answer.body());
      if (answer.statusCode() != 200) {
        tell("status " + answer.statusCode());
      }
    } catch (HttpTimeoutException e) {
      return last;
    } catch (IOException e) {
      last = false; // it is away: then it imports nothing
    } catch (JacksonException e) {
      last = false;
      tell(String.valueOf(e.getMessage()));
    }
    return last;
  }

  private static boolean runs(byte[] metric) {
    return JSON.readTree(metric).at("/measurements/0/value").asDouble(0) > LONG.toSeconds();
  }

  private void tell(String what) {
    if (!told) {
      says.accept(metric + " does not tell for how long an import runs: " + what);
      told = true;
    }
  }
}
