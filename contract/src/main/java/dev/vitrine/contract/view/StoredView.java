package dev.vitrine.contract.view;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A view as the stores hold it.
 *
 * <p>In Redis it is one string: {@code "<format> <sequence> <live|gone>\n"} and then the body, so
 * that a read is one GET and {@code newer-wins.lua} of this module can compare versions without
 * reading the body.
 *
 * @param gone the key existed and is not readable by shoppers (any more); the body says why
 * @param body the answer's bytes, JSON in UTF-8; not copied, never to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes go to the socket as they are
public record StoredView(ViewVersion version, boolean gone, byte[] body) {

  public byte[] toRedis() {
    byte[] head =
        (version.format()
                + " "
                + version.sequence()
                + " "
                + (gone ? ViewHeaders.GONE : ViewHeaders.LIVE)
                + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
  }

  /**
   * @throws IllegalArgumentException when the bytes are not what {@link #toRedis()} writes
   */
  public static StoredView fromRedis(byte[] value) {
    int end = 0;
    while (end < value.length && value[end] != '\n') {
      end++;
    }
    String[] head = new String(value, 0, end, StandardCharsets.US_ASCII).split(" ", -1);
    boolean gone = head.length == 3 && head[2].equals(ViewHeaders.GONE);
    if (end == value.length || head.length != 3 || !(gone || head[2].equals(ViewHeaders.LIVE))) {
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
