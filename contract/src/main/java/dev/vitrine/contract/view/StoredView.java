package dev.vitrine.contract.view;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A view as the stores hold it.
 *
 * <p>In Redis it is one string: {@code "<format> <sequence> <live|gone>\n"} and then the body, so
 * that a read is one GET and {@code newer-wins.lua} of this module can compare versions without
 * reading the body. What a reader put there after a miss has the word {@code fill} behind the
 * state: it may be older than what a sink once brought.
 *
 * @param gone the key existed and is not readable by shoppers (any more); the body says why
 * @param body the answer's bytes, JSON in UTF-8; not copied, never to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes go to the socket as they are
public record StoredView(ViewVersion version, boolean gone, byte[] body) {

  private static final String FILL = " fill";

  /** As a sink writes it. */
  public byte[] toRedis() {
    return toRedis("");
  }

  /** As a reader writes it after a miss. */
  public byte[] toRedisAsFill() {
    return toRedis(FILL);
  }

  private byte[] toRedis(String origin) {
    String state = gone ? ViewHeaders.GONE : ViewHeaders.LIVE;
    byte[] head =
        (version.format() + " " + version.sequence() + " " + state + origin + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
  }

  /**
   * A view as it is read from Redis.
   *
   * @param fill whether {@link #toRedisAsFill()} wrote it
   */
  public record InRedis(StoredView view, boolean fill) {}

  private static String head(ByteBuffer value) {
    int start = value.position();
    int end = start;
    while (end < value.limit() && value.get(end) != '\n') {
      end++;
    }
    byte[] head = new byte[end - start];
    value.get(start, head);
    return new String(head, StandardCharsets.US_ASCII);
  }

  /**
   * @throws IllegalArgumentException when the bytes are neither what {@link #toRedis()} nor what
   *     {@link #toRedisAsFill()} writes
   */
  public static StoredView fromRedis(byte[] value) {
    return inRedis(ByteBuffer.wrap(value)).view();
  }

  /**
   * The same of a buffer, which is not moved.
   *
   * @throws IllegalArgumentException as {@link #fromRedis}
   */
  public static InRedis inRedis(ByteBuffer value) {
    String head = head(value);
    int first = head.indexOf(' ');
    int second = head.indexOf(' ', first + 1);
    String state = head.substring(second + 1);
    boolean fill = state.endsWith(FILL);
    String kept = fill ? state.substring(0, state.length() - FILL.length()) : state;
    boolean gone = kept.equals(ViewHeaders.GONE);
    int rest = value.remaining() - head.length() - 1;
    if (second < 0 || rest < 0 || !(gone || kept.equals(ViewHeaders.LIVE))) {
      throw new IllegalArgumentException("not a stored view");
    }
    var version =
        new ViewVersion(
            Integer.parseInt(head, 0, first, 10), Long.parseLong(head, first + 1, second, 10));
    byte[] body = new byte[rest];
    value.get(value.limit() - rest, body);
    return new InRedis(new StoredView(version, gone, body), fill);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredView(ViewVersion v, boolean g, byte[] b)
        && version.equals(v)
        && gone == g
        && Arrays.equals(body, b);
  }

  @Override
  public int hashCode() {
    return version.hashCode() * 31 + Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    return version + (gone ? " gone " : " live ") + new String(body, StandardCharsets.UTF_8);
  }
}
