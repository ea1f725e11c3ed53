package dev.vitrine.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.command.ServiceTest;
import dev.vitrine.contract.TraceContext;
import dev.vitrine.engines.OtlpCollector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.core.publisher.Mono;

class TracedTest extends ServiceTest {
  private static final OtlpCollector COLLECTOR = OtlpCollector.start();
  private static final String STORED =
      "SELECT meta_data::jsonb ->> 'traceparent' FROM domain_event_entry"
          + " WHERE aggregate_identifier = ?";
  private static final Duration SOON = Duration.ofSeconds(20);

  @Autowired private JdbcTemplate jdbc;

  @DynamicPropertySource
  static void tracing(DynamicPropertyRegistry registry) {
    registry.add("vitrine.tracing.endpoint", COLLECTOR::endpoint);
    registry.add("vitrine.tracing.ratio", () -> "1");
  }

  @AfterAll
  static void close() {
    COLLECTOR.close();
  }

  @Test
  void a_change_is_a_span_under_its_caller_and_its_events_go_on_under_it() {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    String id = unique("traced");
    create(id, "00-" + trace + "-b7ad6b7169203331-01").expectStatus().isCreated();
    OtlpCollector.Span span = only(trace);
    assertThat(span.service()).isEqualTo("vitrine-command-service");
    assertThat(span.name()).isEqualTo("POST /v1/products");
    assertThat(span.parentId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.attributes()).containsEntry("http.response.status_code", "201");
    assertThat(jdbc.queryForObject(STORED, String.class, "product:" + id))
        .isEqualTo(new TraceContext(trace, span.spanId(), true).text());
  }

  @Test
  void the_product_is_the_one_that_the_route_names() {
    assertThat(productOf("/v1/products/{id}", "/v1/products/lamp")).isEqualTo("lamp");
    assertThat(productOf("/v1/products/{id}/actions", "/v1/products/l%61mp/actions"))
        .isEqualTo("lamp");
    assertThat(productOf("/v1/categories/{id}/actions", "/v1/categories/desks/actions")).isEmpty();
    assertThat(productOf("/v1/products", "/v1/products/")).isEmpty();
  }

  /** Of an exchange whose handler fails, as a log line of the failure asks for it. */
  private static String productOf(String pattern, String path) {
    var exchange =
        MockServerWebExchange.from(MockServerHttpRequest.method(HttpMethod.POST, URI.create(path)));
    RouterFunctions.toWebHandler(
            Resource.at(pattern).post(_ -> Mono.error(new IllegalStateException())).routes())
        .handle(exchange)
        .onErrorComplete()
        .block();
    return Traced.product(exchange);
  }

  @Test
  void a_refusal_is_a_span_with_its_status_and_no_failure() {
    String trace = "1af7651916cd43dd8448eb211c80319c";
    String id = unique("nothing");
    admin
        .post()
        .uri("/v1/products/{id}/actions", id)
        .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue("{\"actions\":[{\"action\":\"publish\"}]}")
        .exchange()
        .expectStatus()
        .isNotFound();
    OtlpCollector.Span span = only(trace);
    assertThat(span.name()).isEqualTo("POST /v1/products/{id}/actions");
    assertThat(span.attributes())
        .containsEntry("http.response.status_code", "404")
        .containsEntry("vitrine.product", id);
    assertThat(span.failed()).isFalse();
  }

  @Test
  void what_the_caller_does_not_record_goes_on_as_it_came() {
    String unsampled = "00-2af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    String id = unique("untraced");
    create(id, unsampled).expectStatus().isCreated();
    assertThat(jdbc.queryForObject(STORED, String.class, "product:" + id)).isEqualTo(unsampled);
  }

  @Test
  void a_change_without_a_trace_begins_one() {
    String id = unique("first");
    create(id, null).expectStatus().isCreated();
    String stored = jdbc.queryForObject(STORED, String.class, "product:" + id);
    TraceContext begun = TraceContext.parse(stored).orElseThrow();
    OtlpCollector.Span span = only(begun.traceId());
    assertThat(span.parentId()).isEmpty();
    assertThat(span.spanId()).isEqualTo(begun.spanId());
  }

  private ResponseSpec create(String id, @Nullable String traceparent) {
    String json = "{\"id\":\"%s\",\"name\":\"x\"}".formatted(id);
    if (traceparent == null) {
      return post("/v1/products", json);
    }
    return admin
        .post()
        .uri("/v1/products")
        .header("traceparent", traceparent)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(json)
        .exchange();
  }

  private static OtlpCollector.Span only(String trace) {
    List<OtlpCollector.Span> spans =
        COLLECTOR
            .await(all -> all.stream().anyMatch(span -> span.traceId().equals(trace)), SOON)
            .stream()
            .filter(span -> span.traceId().equals(trace))
            .toList();
    assertThat(spans).hasSize(1);
    return spans.getFirst();
  }
}
