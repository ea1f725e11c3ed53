package dev.vitrine.query.stream;

import dev.vitrine.query.stream.ChangeHub.Told;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a client, in HTTP/2 the stream of its request. One write is under way at a
 * time; what comes meanwhile waits for it, up to a bound, and goes out together.
 */
final class StreamClient implements ChangeHub.Client {
  private static final int END_SECONDS = 2;

  private final Channel channel;
  private final StreamEvents events;
  private final int bound;
  private final Runnable end;

  /** As none is most of the time, and streams are many, there is one only while it holds some. */
  private @Nullable Queue<byte[]> waiting;

  private boolean writing = true;
  private boolean ending;
  private boolean gone;
  private @Nullable Future<?> beats;

  /**
   * @param bound events that may wait
   * @param end ends the answer
   */
  StreamClient(Channel channel, StreamEvents events, int bound, Runnable end) {
    this.channel = channel;
    this.events = events;
    this.bound = bound;
    this.end = end;
  }

  /**
   * Writes what comes first, and from then on what was told.
   *
   * @param beat is to be called when so much time has passed, again and again
   */
  void begin(List<Told> opening, Runnable beat, Duration heartbeat) {
    long nanos = heartbeat.toNanos();
    synchronized (this) {
      if (gone) {
        return; // the connection had ended before there was an answer
      }
      beats = channel.eventLoop().scheduleWithFixedDelay(beat, nanos, nanos, TimeUnit.NANOSECONDS);
    }
    write(opening.stream().map(events::bytes).toArray(byte[][]::new));
  }

  /** It is not to be told any more. */
  synchronized void gone() {
    gone = true;
    if (beats != null) {
      beats.cancel(false);
    }
  }

  @Override
  public boolean tell(Told told) {
    synchronized (this) {
      if (waiting == null) {
        waiting = new ArrayDeque<>(2);
      }
      if (waiting.size() >= bound) {
        return false;
      }
      waiting.add(events.bytes(told));
    }
    goOn();
    return true;
  }

  @Override
  public void end() {
    synchronized (this) {
      ending = true;
    }
    goOn();
    // Who does not read does not hold up the others.
    var _ = channel.eventLoop().schedule(this::cutOff, END_SECONDS, TimeUnit.SECONDS);
  }

  /** An end of the answer would wait behind what the client does not read. */
  @Override
  public void cutOff() {
    var _ = channel.close();
  }

  private void goOn() {
    synchronized (this) {
      if (writing) {
        return;
      }
      writing = true;
    }
    channel.eventLoop().execute(this::writeWhatWaits);
  }

  private void writeWhatWaits() {
    byte[][] told;
    synchronized (this) {
      told = waiting == null ? new byte[0][] : waiting.toArray(byte[][]::new);
      waiting = null;
      if (told.length == 0 && !ending) {
        writing = false;
        return;
      }
    }
    if (told.length == 0) {
      end.run();
    } else {
      write(told);
    }
  }

  private void write(byte[][] told) {
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(told))
        .addListener(
            written -> {
              if (written.isSuccess()) {
                writeWhatWaits();
              } else {
                cutOff(); // nothing can be told any more
              }
            });
  }
}
