package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.token.KeyPairFiles;
import dev.vitrine.standalone.token.Tokens;
import java.time.Duration;
import java.time.Instant;

/** The tokens that commands make for themselves. */
final class Admin {
  private static final Duration LONG_ENOUGH = Duration.ofHours(24);

  private Admin() {}

  /**
   * @param command who the history will name: {@code vitrine-<command>}
   */
  static String token(DataDir dir, String command) {
    return new Tokens(new KeyPairFiles(dir.keys()))
        .issue(Tokens.Role.ADMIN, "vitrine-" + command, Instant.now(), LONG_ENOUGH);
  }
}
