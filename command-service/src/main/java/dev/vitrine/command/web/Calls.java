package dev.vitrine.command.web;

import dev.vitrine.command.document.Json;
import dev.vitrine.command.document.MalformedJson;
import dev.vitrine.command.eventstore.ChangeSet;
import dev.vitrine.contract.TraceContext;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Turns requests into plain blocking calls, and their answers into responses. */
@Component
public final class Calls {
  static final int MAX_BODY = 1024 * 1024;

  private final Workers workers;
  private final Traced traced;

  Calls(Workers workers, Traced traced) {
    this.workers = workers;
    this.traced = traced;
  }

  public Mono<ServerResponse> get(ServerRequest request, Supplier<Answer> answer) {
    requireAccepts(request, MediaType.APPLICATION_JSON);
    return workers.call(answer).flatMap(Calls::response);
  }

  /** Reads a JSON body of at most 1 MiB. */
  public Mono<ServerResponse> post(ServerRequest request, Function<Posted, Answer> answer) {
    requireAccepts(request, MediaType.APPLICATION_JSON);
    requireJson(request);
    var expected = IfMatch.parse(request.headers().header(HttpHeaders.IF_MATCH));
    return Mono.zip(body(request), changeSet(request))
        .flatMap(
            both ->
                workers.call(
                    () ->
                        traced.answer(
                            request,
                            both.getT2(),
                            by -> answer.apply(new Posted(parse(both.getT1()), by, expected)))))
        .flatMap(Calls::response);
  }

  /** A change whose body is read while it arrives. */
  public Mono<ServerResponse> upload(
      ServerRequest request, Function<ChangeSet, Mono<ServerResponse>> accept) {
    return changeSet(request).flatMap(by -> traced.upload(request, by, accept));
  }

  private static Mono<ServerResponse> response(Answer answer) {
    return ServerResponse.status(answer.status())
        .contentType(MediaType.APPLICATION_JSON)
        .headers(headers -> answer.headers().forEach(headers::set))
        .bodyValue(answer.json());
  }

  /**
   * @throws ProblemException 406
   */
  public static void requireAccepts(ServerRequest request, MediaType type) {
    if (!accepts(request, type)) {
      throw new ProblemException(
          Problem.of(ProblemType.NOT_ACCEPTABLE, "The answer is " + type + "."));
    }
  }

  private static boolean accepts(ServerRequest request, MediaType type) {
    try {
      List<MediaType> accepted = request.headers().accept();
      return accepted.isEmpty() || accepted.stream().anyMatch(type::isCompatibleWith);
    } catch (InvalidMediaTypeException unreadable) {
      return false;
    }
  }

  private static boolean isJson(ServerRequest request) {
    try {
      return request
          .headers()
          .contentType()
          .filter(MediaType.APPLICATION_JSON::isCompatibleWith)
          .isPresent();
    } catch (InvalidMediaTypeException unreadable) {
      return false;
    }
  }

  private static void requireJson(ServerRequest request) {
    List<String> encodings = request.headers().header(HttpHeaders.CONTENT_ENCODING);
    boolean plain = encodings.stream().allMatch("identity"::equalsIgnoreCase);
    if (!isJson(request) || !plain) {
      throw new ProblemException(
          Problem.of(
              ProblemType.UNSUPPORTED_MEDIA_TYPE,
              "The body must be application/json, without content encoding."));
    }
  }

  private static Mono<byte[]> body(ServerRequest request) {
    if (request.headers().contentLength().orElse(0) > MAX_BODY) {
      return Mono.error(new ProblemException(Faults.tooLarge()));
    }
    return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), MAX_BODY)
        .map(Calls::bytes)
        .defaultIfEmpty(new byte[0]);
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  private static JsonNode parse(byte[] body) {
    try {
      return Json.parse(body);
    } catch (MalformedJson e) {
      Problem problem =
          Problem.of(ProblemType.MALFORMED_JSON, "The body is not JSON: " + e.getMessage() + ".");
      throw new ProblemException(
          e.line() == 0
              ? problem
              : problem.withMember("line", e.line()).withMember("column", e.column()));
    }
  }

  /** Who sends this request, and the id under which its events are stored. */
  private static Mono<ChangeSet> changeSet(ServerRequest request) {
    String traceparent = request.headers().firstHeader("traceparent");
    String valid = TraceContext.parse(traceparent).isPresent() ? traceparent : null;
    return request
        .principal()
        .map(Principal::getName)
        .map(actor -> new ChangeSet(actor, UUID.randomUUID().toString(), "api", valid));
  }
}
