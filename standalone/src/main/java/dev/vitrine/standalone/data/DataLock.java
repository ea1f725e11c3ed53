package dev.vitrine.standalone.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/**
 * One supervisor per data directory. The kernel drops the lock with the process that holds it, so a
 * killed supervisor never leaves it behind.
 */
public final class DataLock implements AutoCloseable {
  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws StandaloneException when another stack runs on this directory
   */
  @SuppressWarnings("resource") // the lock lives as long as its channel, which close() closes
  public static DataLock take(DataDir dir) {
    try {
      FileChannel channel =
          FileChannel.open(dir.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw alreadyUp(dir);
      }
      return new DataLock(channel);
    } catch (IOException e) {
      throw new StandaloneException("cannot lock " + dir.lockFile() + ": " + e.getMessage(), e);
    }
  }

  public static StandaloneException alreadyUp(DataDir dir) {
    return new StandaloneException(
        "a stack is already up on " + dir.root() + " (see ./vitrine status)");
  }

  private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very JVM
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StandaloneException("cannot release the lock: " + e.getMessage(), e);
    }
  }
}
