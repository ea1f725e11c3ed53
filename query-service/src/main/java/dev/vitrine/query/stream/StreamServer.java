package dev.vitrine.query.stream;

import dev.vitrine.query.http.NettyAnswers;
import dev.vitrine.query.http.Problem;
import dev.vitrine.query.http.ProblemType;
import dev.vitrine.query.stream.ChangeHub.TooManyStreams;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
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
                    connection -> open(request, response, connection.channel(), answer, began)))
        .onErrorMap(TooManyStreams.class, _ -> noRoom())
        .onErrorResume(failure -> answers.failed(request, response, failure, began));
  }

  /** In the thread of the channel, so that what is told meanwhile goes out behind the opening. */
  private void open(
      HttpServerRequest request,
      HttpServerResponse response,
      Channel channel,
      MonoSink<Void> answer,
      long began) {
    boolean http2 = channel instanceof Http2StreamChannel;
    StreamRequest asked = asked(request);
    var client = new StreamClient(channel, events, settings.queued(), answer::success);
    ChangeHub.Joined joined = hub.listen(asked, client, asked.bytes(http2, request.uri().length()));
    ChangeHub.Listening listening = joined.listening();
    answer.onDispose(
        () -> {
          client.gone();
          listening.leave();
        });
    // After what it could not decode the server forgets this answer without a word.
    channel.closeFuture().addListener(_ -> answer.success());
    if (!http2) {
      response.keepAlive(false);
      oneRequestOnly(channel.pipeline());
    }
    answers.opened(response, StreamRoutes.HEADERS, began).subscribe(_ -> {}, _ -> client.cutOff());
    client.begin(joined.opening(), listening::beat, settings.heartbeat());
    // They may be 8 KB. The server reads them once more behind this.
    channel.eventLoop().execute(request.requestHeaders()::clear);
  }

  /**
   * No other request could be answered behind a stream, and what came of them would wait in memory.
   * What is kept in case the connection wants HTTP/2 later is more than half of what it holds.
   */
  private static void oneRequestOnly(ChannelPipeline pipeline) {
    if (pipeline.get(HttpServerUpgradeHandler.class) != null) {
      pipeline.remove(HttpServerUpgradeHandler.class);
    }
    pipeline.addAfter(
        pipeline.context(HttpServerCodec.class).name(), null, OneRequestOnly.INSTANCE);
  }

  @ChannelHandler.Sharable
  private static final class OneRequestOnly extends ChannelInboundHandlerAdapter {
    static final OneRequestOnly INSTANCE = new OneRequestOnly();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest) {
        ReferenceCountUtil.release(message);
        var _ = context.close();
      } else {
        context.fireChannelRead(message);
      }
    }
  }

  private static StreamRequest asked(HttpServerRequest request) {
    var query =
        new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, MAX_PARAMETERS, true);
    return StreamRequest.of(
        query.parameters(), request.requestHeaders().get(StreamRequest.LAST_ID));
  }

  private static RuntimeException noRoom() {
    return Problem.later(ProblemType.TOO_MANY_STREAMS, "This replica has no room.").exception();
  }
}
