package dev.vitrine.query.stream;

import dev.vitrine.query.http.NettyAnswers;
import dev.vitrine.query.http.Problem;
import dev.vitrine.query.http.ProblemType;
import dev.vitrine.query.stream.ChangeHub.TooManyStreams;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Streams are answered from the server underneath WebFlux: what that keeps for a request would be
 * more than half of what an open stream holds. Whatever does not open one goes to {@link
 * StreamRoutes}.
 */
final class StreamServer implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {
  private static final int MAX_PARAMETERS = 100;

  private final ChangeHub hub;
  private final StreamSettings settings;
  private final StreamEvents events;
  private final NettyAnswers answers;

  StreamServer(ChangeHub hub, StreamSettings settings, StreamEvents events, NettyAnswers answers) {
    this.hub = hub;
    this.settings = settings;
    this.events = events;
    this.answers = answers;
  }

  @Override
  public void customize(NettyReactiveWebServerFactory server) {
    server.addRouteProviders(routes -> routes.route(StreamServer::opens, this::answer));
  }

  private static boolean opens(HttpServerRequest request) {
    return HttpMethod.GET.equals(request.method()) && request.fullPath().equals(StreamRoutes.PATH);
  }

  private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    long began = System.nanoTime();
    return Mono.<Void>create(
            answer ->
                request.withConnection(
                    connection -> open(request, response, connection.channel(), answer)))
        .onErrorMap(TooManyStreams.class, _ -> noRoom())
        .onErrorResume(failure -> answers.failed(request, response, failure, began));
  }

  /** In the thread of the channel, so that what is told meanwhile goes out behind the opening. */
  private void open(
      HttpServerRequest request,
      HttpServerResponse response,
      Channel channel,
      MonoSink<Void> answer) {
    StreamRequest asked = asked(request);
    var client = new StreamClient(channel, events, settings.queued(), answer::success);
    ChangeHub.Joined joined = hub.listen(asked.subjects(), asked.from(), client);
    ChangeHub.Listening listening = joined.listening();
    long beat = settings.heartbeat().toMillis();
    Future<?> beats =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(listening::beat, beat, beat, TimeUnit.MILLISECONDS);
    answer.onDispose(
        () -> {
          beats.cancel(false);
          listening.leave();
        });
    answers.opened(response, StreamRoutes.HEADERS).subscribe();
    client.begin(joined.opening());
    request.requestHeaders().clear(); // they may be 8 KB, and nobody reads them again
    channel.eventLoop().execute(() -> stayWithHttp1(channel.pipeline()));
  }

  /** What is kept in case a connection wants HTTP/2 later is a third of what a stream holds. */
  private static void stayWithHttp1(ChannelPipeline pipeline) {
    if (pipeline.get(HttpServerUpgradeHandler.class) != null) {
      pipeline.remove(HttpServerUpgradeHandler.class);
    }
  }

  private static StreamRequest asked(HttpServerRequest request) {
    var query =
        new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, MAX_PARAMETERS, true);
    return StreamRequest.of(
        query.parameters(), request.requestHeaders().get(StreamRequest.LAST_ID));
  }

  private static RuntimeException noRoom() {
    return Problem.later(
            ProblemType.TOO_MANY_STREAMS, "Not available right now", "This replica has no room.")
        .exception();
  }
}
