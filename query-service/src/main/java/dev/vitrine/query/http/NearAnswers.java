package dev.vitrine.query.http;

import dev.vitrine.contract.Limits;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.ViewReader;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * The shortest way: a product that is asked for by its id alone, is at hand and is live goes out
 * from the server underneath WebFlux, which costs half of what its dispatch does. Whatever is not
 * so plain goes to the routes, and gets the same answer there.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class NearAnswers implements NettyRouteProvider {
  private static final String PATH = "/v1/products/";
  private static final AsciiString VERSION = AsciiString.cached(Answers.VERSION);
  private static final AsciiString SOURCE = AsciiString.cached(Answers.SOURCE);
  private static final AsciiString CDN = AsciiString.cached("CDN-Cache-Control");
  private static final AsciiString CDN_VALUE = AsciiString.cached(ReadHeaders.CDN_CACHE_CONTROL);
  private static final AsciiString CACHE = AsciiString.cached(ReadHeaders.CACHE_CONTROL);
  private static final AsciiString JSON = AsciiString.cached("application/json");
  private static final AsciiString ACCEPT_ENCODING = AsciiString.cached("Accept-Encoding");

  private final ViewReader views;

  /** From the predicate to its handler, which follows at once in the same thread. */
  private final FastThreadLocal<@Nullable Answer> answer = new FastThreadLocal<>();

  NearAnswers(ViewReader views) {
    this.views = views;
  }

  @Override
  public HttpServerRoutes apply(HttpServerRoutes routes) {
    return routes.route(this::isAtHand, this::send);
  }

  /**
   * @param same whether the client has it already
   */
  private record Answer(FoundView view, Representation chosen, boolean same) {}

  private boolean isAtHand(HttpServerRequest request) {
    String id = plainId(request);
    FoundView view = id == null ? null : views.atHand(new ViewKey.Product(id));
    if (view == null || view.view().gone()) {
      return false;
    }
    HttpHeaders asked = request.requestHeaders();
    Representation chosen =
        Representation.of(
            view.ready(), view.ready().etag(), asked.get(HttpHeaderNames.ACCEPT_ENCODING));
    String tag = asked.get(HttpHeaderNames.IF_NONE_MATCH);
    boolean same = chosen.etag().equals(tag);
    if (tag != null && !same) {
      return false; // what other tags say is for the routes to find out
    }
    answer.set(new Answer(view, chosen, same));
    return true;
  }

  private static @Nullable String plainId(HttpServerRequest request) {
    String uri = request.uri();
    int length = uri.length() - PATH.length();
    if (length < 1
        || length > 64
        || !HttpMethod.GET.equals(request.method())
        || !uri.startsWith(PATH)) {
      return null;
    }
    boolean dots = true;
    for (int i = PATH.length(); i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (!Limits.isIdCharacter(c)) {
        return null;
      }
      dots &= c == '.';
    }
    return dots ? null : uri.substring(PATH.length());
  }

  private Publisher<Void> send(HttpServerRequest request, HttpServerResponse response) {
    Answer made = answer.get();
    answer.remove();
    if (made == null) {
      throw new IllegalStateException("sent without having been made: " + request.uri());
    }
    FoundView view = made.view();
    Representation chosen = made.chosen();
    HttpHeaders headers = response.responseHeaders();
    headers.set(HttpHeaderNames.ETAG, chosen.etag());
    headers.set(VERSION, Long.toString(view.view().version().sequence()));
    headers.set(SOURCE, view.source().text());
    headers.set(HttpHeaderNames.CACHE_CONTROL, CACHE);
    headers.set(CDN, CDN_VALUE);
    headers.set(HttpHeaderNames.VARY, ACCEPT_ENCODING);
    ReadHeaders.CROSS_ORIGIN.forEach(headers::set);
    if (made.same()) {
      return response.status(HttpResponseStatus.NOT_MODIFIED).send();
    }
    headers.set(HttpHeaderNames.CONTENT_TYPE, JSON);
    headers.setInt(HttpHeaderNames.CONTENT_LENGTH, chosen.body().length);
    if (chosen.encoding() != null) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, chosen.encoding());
    }
    return response.sendObject(Unpooled.wrappedBuffer(chosen.body()));
  }
}
