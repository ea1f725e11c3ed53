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

  private static final String FILL = "fill";

  /** As a sink writes it. */
  public byte[] toRedis() {
    return toRedis("");
  }

  /** As a reader writes it after a miss. */
  public byte[] toRedisAsFill() {
    return toRedis(" " + FILL);
  }

  private byte[] toRedis(String origin) {
    String state = gone ? ViewHeaders.GONE : ViewHeaders.LIVE;
    byte[] head =
        (version.format() + " " + version.sequence() + " " + state + origin + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
  }

  /** Of what {@link #fromRedis} takes: whether {@link #toRedisAsFill()} wrote it. */
  public static boolean isFill(byte[] value) {
    return head(value).endsWith(" " + FILL);
  }

  private static String head(byte[] value) {
    int end = 0;
    while (end < value.length && value[end] != '\n') {
      end++;
    }
    return new String(value, 0, end, StandardCharsets.US_ASCII);
  }

  /**
   * @throws IllegalArgumentException when the bytes are neither what {@link #toRedis()} nor what
   *     {@link #toRedisAsFill()} writes
   */
  public static StoredView fromRedis(byte[] value) {
    String all = head(value);
    int end = all.length();
    String[] head = all.split(" ", -1);
    boolean whole = head.length == 3 || (head.length == 4 && head[3].equals(FILL));
    boolean gone = whole && head[2].equals(ViewHeaders.GONE);
    if (end == value.length || !whole || !(gone || head[2].equals(ViewHeaders.LIVE))) {
      throw new IllegalArgumentException("not a stored view");
    }
    ViewVersion version = new ViewVersion(Integer.parseInt(head[0]), Long.parseLong(head[1]));
    return new StoredView(version, gone, Arrays.copyOfRange(value, end + 1, value.length));
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
