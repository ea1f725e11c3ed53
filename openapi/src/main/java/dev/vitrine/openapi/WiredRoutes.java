package dev.vitrine.openapi;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * The routes that a service really has, as {@code GET /v1/products/{id}}. A route of a path without
 * a method is the one that says 405, and no operation.
 */
public final class WiredRoutes {
  private WiredRoutes() {}

  /** HEAD goes with GET and is not listed; one without the other is an error. */
  public static Set<String> of(ListableBeanFactory service) {
    Routes routes = new Routes();
    for (RouterFunction<?> router : service.getBeansOfType(RouterFunction.class).values()) {
      router.accept(routes);
    }
    Set<String> operations = new TreeSet<>();
    for (String route : routes.found) {
      boolean head = route.startsWith("HEAD ");
      String path = route.substring(route.indexOf(' ') + 1);
      if ((head || route.startsWith("GET "))
          && !routes.found.contains((head ? "GET " : "HEAD ") + path)) {
        throw new IllegalStateException("GET and HEAD do not go together: " + route);
      }
      if (!head) {
        operations.add(route);
      }
    }
    return operations;
  }

  private static final class Routes implements RouterFunctions.Visitor {
    private final Set<String> found = new TreeSet<>();

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
      Predicate read = new Predicate();
      predicate.accept(read);
      if (read.pattern == null) {
        throw new IllegalStateException("a route without a path: " + predicate);
      }
      read.methods.forEach(method -> found.add(method + " " + read.pattern));
    }

    @Override
    public void startNested(RequestPredicate predicate) {
      throw new IllegalStateException("nested routes are not read here: " + predicate);
    }

    @Override
    public void endNested(RequestPredicate predicate) {
      throw new IllegalStateException("nested routes are not read here: " + predicate);
    }

    @Override
    public void resources(Function<ServerRequest, Mono<Resource>> lookup) {
      throw new IllegalStateException("routes of resources are not read here");
    }

    @Override
    public void attributes(Map<String, Object> attributes) {}

    @Override
    public void unknown(RouterFunction<?> router) {
      throw new IllegalStateException("cannot be read: " + router);
    }
  }

  private static final class Predicate implements RequestPredicates.Visitor {
    private Set<HttpMethod> methods = Set.of();
    private @Nullable String pattern;

    @Override
    public void method(Set<HttpMethod> newMethods) {
      methods = newMethods;
    }

    @Override
    public void path(String newPattern) {
      pattern = newPattern;
    }

    @Override
    public void startAnd() {}

    @Override
    public void and() {}

    @Override
    public void endAnd() {}

    @Override
    public void header(String name, String value) {
      throw unreadable();
    }

    @Override
    public void queryParam(String name, String value) {
      throw unreadable();
    }

    @Override
    @SuppressWarnings("removal") // of the interface, which still asks for it
    public void pathExtension(String extension) {
      throw unreadable();
    }

    @Override
    public void version(String version) {
      throw unreadable();
    }

    @Override
    public void startOr() {
      throw unreadable();
    }

    @Override
    public void or() {
      throw unreadable();
    }

    @Override
    public void endOr() {
      throw unreadable();
    }

    @Override
    public void startNegate() {
      throw unreadable();
    }

    @Override
    public void endNegate() {
      throw unreadable();
    }

    @Override
    public void unknown(RequestPredicate predicate) {
      throw unreadable();
    }

    private static IllegalStateException unreadable() {
      return new IllegalStateException("only methods and paths are read here");
    }
  }
}
