package dev.vitrine.standalone.data;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Between two looks at something that does not tell by itself. */
public final class Pause {
  private Pause() {}

  public static void of(Duration time) throws InterruptedException {
    var never = new CountDownLatch(1);
    var unused = never.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
