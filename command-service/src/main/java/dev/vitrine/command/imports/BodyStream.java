package dev.vitrine.command.imports;

import dev.vitrine.command.web.Problem;
import dev.vitrine.command.web.ProblemException;
import dev.vitrine.command.web.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.BaseSubscriber;

/**
 * A request body as a stream for one blocking reader. Asks for no more than a few buffers ahead of
 * it, and gives up when the sender pauses for too long, or never comes to an end.
 *
 * <p>Not {@code DataBufferUtils.subscriberInputStream}: on a loaded machine its reader was seen to
 * sleep through the last signal.
 */
final class BodyStream extends InputStream {
  /** Buffers on their way, some tens of kilobytes. */
  private static final int DEMAND = 4;

  private sealed interface Signal {
    record Piece(DataBuffer buffer) implements Signal {}

    record End() implements Signal {}

    record Failure(Throwable cause) implements Signal {}
  }

  /** Room for every buffer that was asked for, and for the end. */
  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(DEMAND + 2);

  private final Duration patience;
  private final long end;
  private final Receiver receiver = new Receiver();
  private @Nullable DataBuffer current;
  private boolean ended;

  /**
   * @param patience for one pause
   * @param whole for the whole body
   */
  BodyStream(Publisher<DataBuffer> body, Duration patience, Duration whole) {
    this.patience = patience;
    this.end = System.nanoTime() + whole.toNanos();
    body.subscribe(receiver);
  }

  private final class Receiver extends BaseSubscriber<DataBuffer> {
    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      request(DEMAND);
    }

    @Override
    protected void hookOnNext(DataBuffer buffer) {
      put(new Signal.Piece(buffer));
    }

    @Override
    protected void hookOnComplete() {
      put(new Signal.End());
    }

    @Override
    protected void hookOnError(Throwable cause) {
      put(new Signal.Failure(cause));
    }

    private void put(Signal signal) {
      if (!signals.offer(signal)) {
        throw new IllegalStateException("more was sent than was asked for");
      }
    }

    private void more() {
      request(1);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    DataBuffer buffer = current;
    while (buffer == null || buffer.readableByteCount() == 0) {
      if (buffer != null) {
        DataBufferUtils.release(buffer);
        current = null;
        receiver.more();
      }
      if (ended) {
        return -1;
      }
      buffer = next();
      current = buffer;
    }
    int read = Math.min(length, buffer.readableByteCount());
    buffer.read(target, offset, read);
    return read;
  }

  /** Null when there was none: it ended. */
  private @Nullable DataBuffer next() throws IOException {
    return switch (await()) {
      case Signal.Piece(DataBuffer piece) -> piece;
      case Signal.End _ -> {
        ended = true;
        yield null;
      }
      case Signal.Failure(Throwable cause) ->
          throw new IOException("the upload broke off: " + cause.getMessage(), cause);
    };
  }

  private Signal await() throws IOException {
    try {
      long left = end - System.nanoTime();
      Signal signal = signals.poll(Math.min(patience.toNanos(), left), TimeUnit.NANOSECONDS);
      if (left <= 0 || (signal == null && left <= patience.toNanos())) {
        release(signal);
        throw new ProblemException(
            Problem.of(ProblemType.UPLOAD_TOO_SLOW, "The upload took too long."));
      }
      if (signal == null) {
        throw new ProblemException(
            Problem.of(ProblemType.UPLOAD_STALLED, "The upload paused for too long."));
      }
      return signal;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the service is shutting down");
    }
  }

  @Override
  public void close() {
    receiver.cancel();
    if (current != null) {
      DataBufferUtils.release(current);
      current = null;
    }
    for (Signal left = signals.poll(); left != null; left = signals.poll()) {
      release(left);
    }
  }

  private static void release(@Nullable Signal signal) {
    if (signal instanceof Signal.Piece(DataBuffer piece)) {
      DataBufferUtils.release(piece);
    }
  }
}
