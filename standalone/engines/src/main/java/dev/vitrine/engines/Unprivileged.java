package dev.vitrine.engines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL refuses to run as root, and a container or a build machine often has no other user.
 * Then its programs run in a user namespace in which root is nobody: still the owner of their files
 * (so any folder will do, also one below {@code /root}), but without root's capabilities.
 */
final class Unprivileged {
  private static final List<String> NAMESPACE = List.of("unshare", "--user", "--");

  private Unprivileged() {}

  /**
   * @throws EngineFailure as root on a system that allows no user namespaces
   */
  static List<String> command(List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    var namespaced = new ArrayList<>(NAMESPACE);
    if (!works(namespaced)) {
      throw new EngineFailure(
          "PostgreSQL does not run as root, and this system allows no user namespaces: use another"
              + " user");
    }
    namespaced.addAll(command);
    return namespaced;
  }

  private static boolean works(List<String> namespaced) {
    var attempt = new ArrayList<>(namespaced);
    attempt.add("true");
    try {
      var process = new ProcessBuilder(attempt).start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
