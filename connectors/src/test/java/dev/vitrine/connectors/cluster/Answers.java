package dev.vitrine.connectors.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;

/** A server on loopback that answers as it is told, and remembers what it was asked. */
final class Answers implements AutoCloseable {
  /**
   * @param headers name and value in turn
   */
  record Answer(int status, String body, List<String> headers) {
    Answer(int status, String body, String... headers) {
      this(status, body, List.of(headers));
    }
  }

  final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;

  /**
   * @param answer to {@code METHOD /path?query} and the body
   */
  Answers(BiFunction<String, String, Answer> answer) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          asked.add(call);
          String token = exchange.getRequestHeaders().getFirst("Authorization");
          Answer found = answer.apply(call + (token == null ? "" : " " + token), body);
          for (int i = 0; i < found.headers().size(); i += 2) {
            exchange.getResponseHeaders().add(found.headers().get(i), found.headers().get(i + 1));
          }
          byte[] bytes = found.body().getBytes(UTF_8);
          exchange.sendResponseHeaders(found.status(), bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
