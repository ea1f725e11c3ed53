package dev.vitrine.query.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param streams open at once on this replica, where its heap has room for them
 * @param queued changes that a client may be behind; then it is cut off
 * @param kept last changes, from which a client that comes back goes on
 * @param heartbeat how often an idle stream says that it lives
 */
@ConfigurationProperties("vitrine.stream")
record StreamSettings(
    @DefaultValue("20000") int streams,
    @DefaultValue("256") int queued,
    @DefaultValue("20000") int kept,
    @DefaultValue("15s") Duration heartbeat) {
  /** What a service without streams and without a near cache has alive. */
  private static final long OWN_BYTES = 30L * 1024 * 1024;

  /**
   * Bytes of the heap that streams may hold together: what leaves a third of it for what is not
   * alive for long. Clients that open one after the other could else end the replica.
   *
   * @param heap bytes at most
   * @param near bytes that the near cache may take
   */
  static long room(long heap, long near) {
    return Math.max(0, heap / 10 * 7 - near - OWN_BYTES);
  }
}
