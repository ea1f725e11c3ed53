package dev.vitrine.query.http;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import reactor.netty.http.server.HttpServer;

/** What a connection may cost whom it is open to, beside what {@code server.netty} bounds. */
@Component
class Connections implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {
  private final Duration unread;
  private final long requests;
  private final DataSize head;

  /**
   * @param unread how long an answer may lie here that the client takes nothing of; the idle time
   *     counts only once the answer has been sent
   * @param requests of one connection in HTTP/2, as Boot bounds them in HTTP/1.1 only
   * @param head bytes of a request's headers, which settings of our own would else leave unset
   */
  Connections(
      @Value("${vitrine.server.unread-timeout}") Duration unread,
      @Value("${server.netty.max-keep-alive-requests}") long requests,
      @Value("${server.max-http-request-header-size:8KB}") DataSize head) {
    this.unread = unread;
    this.requests = requests;
    this.head = head;
  }

  @Override
  public void customize(NettyReactiveWebServerFactory server) {
    server.addServerCustomizers(this::bound);
  }

  private HttpServer bound(HttpServer server) {
    HttpServer bounded =
        server.http2Settings(http2 -> http2.maxStreams(requests).maxHeaderListSize(head.toBytes()));
    return Epoll.isAvailable()
        ? bounded.childOption(
            EpollChannelOption.TCP_USER_TIMEOUT, Math.toIntExact(unread.toMillis()))
        : bounded;
  }
}
