package dev.vitrine.engines;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One smallest conversation per engine, spoken by hand so that this library needs no client. */
final class Probes {
  private static final int TIMEOUT_MILLIS = 2_000;

  @FunctionalInterface
  private interface Conversation {
    boolean holds(DataOutputStream out, DataInputStream in) throws IOException;
  }

  private Probes() {}

  /** PostgreSQL answers a startup message by asking for a password once it accepts connections. */
  static Probe postgres(int port) {
    byte[] startup = bytes(196_608, "user\0probe\0database\0probe\0\0");
    return () ->
        talk(
            port,
            (out, in) -> {
              out.writeInt(startup.length + Integer.BYTES);
              out.write(startup);
              out.flush();
              return in.readByte() == 'R';
            });
  }

  static Probe redis(int port) {
    return () ->
        talk(
            port,
            (out, in) -> {
              out.writeBytes("PING\r\n");
              out.flush();
              return in.readByte() == '+';
            });
  }

  /**
   * Kafka names at least one broker in its metadata once the broker has joined: a request of
   * version 12 for no topic at all. See the protocol guide, "Metadata API (Key: 3)".
   */
  static Probe kafka(int port) {
    return () ->
        talk(
            port,
            (out, in) -> {
              byte[] request = {
                0,
                3,
                0,
                12,
                0,
                0,
                0,
                1, // metadata, version 12, correlation id
                (byte) 0xff,
                (byte) 0xff,
                0, // no client id, no tagged fields
                1,
                0,
                0,
                0 // an empty array of topics, create none, authorize none, no tagged fields
              };
              out.writeInt(request.length);
              out.write(request);
              out.flush();
              in.skipNBytes(Integer.BYTES + Integer.BYTES + 1 + Integer.BYTES);
              return in.readByte() > 1; // a compact array's length plus one
            });
  }

  /**
   * Only the status that the engine itself gives: its web server may answer 404 before it is up.
   */
  static Probe http(URI uri, int status) {
    var request =
        HttpRequest.newBuilder(uri).timeout(Duration.ofMillis(TIMEOUT_MILLIS)).GET().build();
    return () -> {
      try (var client = HttpClient.newHttpClient()) {
        return client.send(request, BodyHandlers.discarding()).statusCode() == status;
      } catch (IOException _) {
        return false;
      } catch (InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        return false;
      }
    };
  }

  private static boolean talk(int port, Conversation conversation) {
    try (var socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      return conversation.holds(
          new DataOutputStream(socket.getOutputStream()),
          new DataInputStream(socket.getInputStream()));
    } catch (IOException _) {
      return false;
    }
  }

  private static byte[] bytes(int first, String rest) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(first);
      out.write(rest.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
