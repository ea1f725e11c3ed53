package dev.vitrine.standalone.stack;

import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Says which ports are taken, before a part would die of it. */
final class FreePorts {
  private FreePorts() {}

  /**
   * @param observed whether Prometheus takes its port too
   */
  static void check(Ports ports, boolean observed) {
    List<Integer> taken = new ArrayList<>();
    for (int port : ports.all()) {
      boolean needed = observed || port != ports.prometheus();
      if (needed && !isFree(port)) {
        taken.add(port);
      }
    }
    if (!taken.isEmpty()) {
      throw new StandaloneException(
          "something else listens on " + taken + " (--port-offset N moves every port by N)");
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
