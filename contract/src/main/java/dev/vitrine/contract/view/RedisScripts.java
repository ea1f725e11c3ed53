package dev.vitrine.contract.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Scripts that run inside Redis. */
public final class RedisScripts {
  /** See the comment at the head of the script for keys, arguments and result. */
  public static final String NEWER_WINS = read("newer-wins.lua");

  private RedisScripts() {}

  private static String read(String name) {
    try (InputStream in = RedisScripts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
