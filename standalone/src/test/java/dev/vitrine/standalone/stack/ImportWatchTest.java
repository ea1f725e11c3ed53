package dev.vitrine.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.vitrine.standalone.http.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ImportWatchTest {
  private final List<String> said = new ArrayList<>();
  private final Http http = new Http();
  private final HttpServer service;
  private final ImportWatch watch;
  private volatile int status = 200;
  private volatile String metric = "";

  ImportWatchTest() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/actuator/metrics/vitrine.imports.running.time",
        exchange -> {
          byte[] body = metric.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    service.start();
    watch = new ImportWatch(http, "http://127.0.0.1:" + service.getAddress().getPort(), said::add);
  }

  @AfterEach
  void stop() {
    service.stop(0);
    http.close();
  }

  @Test
  void sees_an_import_begin_and_end() throws InterruptedException {
    metric = running("2.5");
    assertThat(watch.importing()).isTrue();
    metric = running("0.0");
    assertThat(watch.importing()).isFalse();
    assertThat(said).isEmpty();
  }

  @Test
  void takes_a_feed_of_small_ones_for_no_import() throws InterruptedException {
    metric = running("0.3");
    assertThat(watch.importing()).isFalse();
  }

  @Test
  void a_service_that_died_imports_nothing() throws InterruptedException {
    metric = running("2.5");
    assertThat(watch.importing()).isTrue();
    service.stop(0);
    assertThat(watch.importing()).isFalse();
  }

  @Test
  void says_once_that_there_is_no_such_metric() throws InterruptedException {
    status = 404;
    assertThat(watch.importing()).isFalse();
    status = 200;
    metric = "<html>";
    assertThat(watch.importing()).isFalse();
    assertThat(said).singleElement().asString().endsWith("status 404");
  }

  private static String running(String value) {
    return """
    {"name":"vitrine.imports.running.time","measurements":[{"statistic":"VALUE","value":%s}]}
    """
        .formatted(value);
  }
}
