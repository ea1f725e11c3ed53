package dev.vitrine.engines.dynamodb;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local behind a socket of our own: its own main class listens on every interface and has
 * no option against that. Telemetry is never configured here, so none is sent.
 *
 * <p>Arguments: {@code port}, then the folder of the database, or nothing for one in memory. All
 * credentials and regions see the same tables.
 */
public final class LoopbackServer {
  private LoopbackServer() {}

  // Jetty's start() declares Exception.
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    @Nullable String folder = arguments.length > 1 ? arguments[1] : null;
    var requests = new LocalDynamoDBRequestHandler(0, folder == null, folder, true, false);
    // No web page of another origin may read the tables.
    var handler = new LocalDynamoDBServerHandler(requests, "127.0.0.1");
    var server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server.setHandler(new ContextHandler(handler, "/"));
    server.setStopAtShutdown(true);
    server.start();
    server.join();
  }
}
