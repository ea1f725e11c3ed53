package dev.vitrine.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * TLS before an engine that has none, for tests: a certificate for 127.0.0.1 by an authority that
 * nobody knows but those who are given {@link #ca()}.
 */
public final class TlsFront implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final Path ca;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private TlsFront(Path ca, ServerSocket server) {
    this.ca = ca;
    this.server = server;
  }

  /**
   * @param folder of its own
   * @param port where the engine listens, on 127.0.0.1
   */
  public static TlsFront before(int port, Path folder) {
    try {
      Path keys = folder.resolve("keys.p12");
      Path ca = folder.resolve("ca.crt");
      Path log = folder.resolve("keytool.log");
      Files.createDirectories(folder);
      List<String> store = List.of("-keystore", keys.toString(), "-storepass", PASSWORD);
      keytool(
          log,
          store,
          "-genkeypair -alias front -keyalg EC -dname CN=front -ext san=ip:127.0.0.1"
              + " -ext bc:c=ca:true -validity 2 -storetype PKCS12");
      keytool(log, store, "-exportcert -rfc -alias front -file " + ca);
      ServerSocket server =
          context(keys)
              .getServerSocketFactory()
              .createServerSocket(0, 64, InetAddress.getLoopbackAddress());
      TlsFront front = new TlsFront(ca, server);
      Thread.ofVirtual().start(() -> front.accept(port));
      return front;
    } catch (IOException | GeneralSecurityException e) {
      throw new EngineFailure("TLS before port " + port + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineFailure("interrupted", e);
    }
  }

  private static void keytool(Path log, List<String> store, String arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(store);
    Tool.run(command, "", log);
  }

  private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** PEM. */
  public Path ca() {
    return ca;
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept(int port) {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket engine = new Socket(InetAddress.getLoopbackAddress(), port);
        open.addAll(List.of(client, engine));
        Thread.ofVirtual().start(() -> pass(client, engine));
        Thread.ofVirtual().start(() -> pass(engine, client));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** A client that does not trust us breaks off: then the connection ends on both sides. */
  private void pass(Socket from, Socket to) {
    try (from;
        to;
        OutputStream out = to.getOutputStream()) {
      from.getInputStream().transferTo(out);
    } catch (IOException e) {
      open.removeAll(List.of(from, to));
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket one : open) {
        one.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
