package dev.vitrine.query.product;

import dev.vitrine.contract.Limits;
import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.query.http.NettyAnswers;
import dev.vitrine.query.view.FoundView;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.ReadMetrics.Outcome;
import dev.vitrine.query.view.ViewReader;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The shortest way: a product that is asked for by its id alone is answered from the server
 * underneath WebFlux, whose dispatch costs more than such a read. Whatever is not so plain goes to
 * the routes, and gets the same answer there.
 *
 * <p>No bean of type NettyRouteProvider: a management server of its own would take that from here
 * too, and answer reads on a port where only the actuator belongs.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PlainReads implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {
  private static final String PATH = "/v1/products/";
  private static final Seen NOTHING = new Seen(-1, List.of(), false);

  private final ViewReader views;
  private final Products products;
  private final NettyAnswers answers;
  private final ReadMetrics metrics;

  /** From the predicate to its handler, which follows at once in the same thread. */
  private final FastThreadLocal<@Nullable Plain> plain = new FastThreadLocal<>();

  PlainReads(ViewReader views, Products products, NettyAnswers answers, ReadMetrics metrics) {
    this.metrics = metrics;
    this.views = views;
    this.products = products;
    this.answers = answers;
  }

  @Override
  public void customize(NettyReactiveWebServerFactory server) {
    server.addRouteProviders(routes -> routes.route(this::isPlain, this::answer));
  }

  /**
   * @param atHand null when it is still to be looked for
   * @param tag what the client has, when that is just what is at hand
   */
  private record Plain(String id, @Nullable FoundView atHand, @Nullable String tag, long began) {}

  private boolean isPlain(HttpServerRequest request) {
    String id = id(request);
    if (id == null) {
      return false;
    }
    long began = System.nanoTime();
    HttpHeaders headers = request.requestHeaders();
    if (isRepeated(headers, HttpHeaderNames.IF_NONE_MATCH)
        || isRepeated(headers, HttpHeaderNames.ACCEPT_ENCODING)) {
      return false;
    }
    String tag = headers.get(HttpHeaderNames.IF_NONE_MATCH);
    FoundView view = views.atHand(new ViewKey.Product(id));
    boolean same =
        tag != null
            && view != null
            && !view.view().gone()
            && tag.equals(NettyAnswers.etag(request, view));
    if (tag != null && !same) {
      return false; // what other tags say is for the routes to find out
    }
    plain.set(new Plain(id, view, tag, began));
    return true;
  }

  private static boolean isRepeated(HttpHeaders headers, CharSequence name) {
    Iterator<String> lines = headers.valueStringIterator(name);
    if (!lines.hasNext()) {
      return false;
    }
    lines.next();
    return lines.hasNext();
  }

  private static @Nullable String id(HttpServerRequest request) {
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

  private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    Plain asked = plain.get();
    plain.remove();
    if (asked == null) {
      throw new IllegalStateException("answered without having been asked: " + request.uri());
    }
    FoundView atHand = asked.atHand();
    if (atHand != null) {
      metrics.read(atHand.source(), new ViewKey.Product(asked.id()), Outcome.of(atHand));
    }
    if (atHand != null && !atHand.view().gone()) {
      return answers.stored(request, response, atHand, asked.tag(), asked.began());
    }
    return (atHand == null
            ? products.byId(asked.id(), NOTHING)
            : Mono.<ProductRead>just(new ProductRead.Gone(asked.id(), atHand)))
        .flatMap(
            read -> answers.stored(request, response, live(asked.id(), read), null, asked.began()))
        .onErrorResume(failure -> answers.failed(request, response, failure, asked.began()));
  }

  private static FoundView live(String id, ProductRead read) {
    return switch (read) {
      case ProductRead.Live(String _, FoundView found) -> found;
      case ProductRead.Gone gone -> throw Missing.notPublished(gone);
      case ProductRead.Unknown _ -> throw Missing.unknownProduct(id);
    };
  }
}
