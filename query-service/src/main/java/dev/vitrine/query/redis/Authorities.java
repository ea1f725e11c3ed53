package dev.vitrine.query.redis;

import io.lettuce.core.SslOptions;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CAs of a PEM file, read anew for each connection, so that others need no restart. While it
 * cannot be read, as while it is replaced, those go on that it held before: without any, Redis
 * would be away, and Netty write a stack trace at each of four tries a second.
 */
final class Authorities implements SslOptions.Resource {
  private static final Logger log = LoggerFactory.getLogger(Authorities.class);

  private final Path file;
  private final AtomicReference<String> told = new AtomicReference<>("");
  private volatile byte[] last;

  /**
   * @throws IllegalArgumentException when there are none to begin with
   */
  Authorities(Path file) {
    this.file = file;
    try {
      last = read();
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("vitrine.redis.ca names no readable file of CAs: " + e, e);
    }
  }

  @Override
  public InputStream get() {
    try {
      last = read();
      told.set("");
    } catch (IOException | IllegalArgumentException e) {
      String reason = e.toString();
      if (!reason.equals(told.getAndSet(reason))) {
        log.warn("The CAs of redis cannot be read, those from before are trusted on: {}", reason);
      }
    }
    return new ByteArrayInputStream(last);
  }

  /** As Lettuce will read it. */
  private byte[] read() throws IOException {
    byte[] pem = Files.readAllBytes(file);
    try {
      var _ = SslContextBuilder.forClient().trustManager(new ByteArrayInputStream(pem));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " holds no certificates", e);
    }
    return pem;
  }
}
