package dev.vitrine.projections.running;

import dev.vitrine.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Holds the start of the streams back until their topics are there, for a bounded time. The web
 * server is up by then, so that a probe hears "not ready" instead of nothing.
 */
final class RequiredTopics implements SmartLifecycle {
  /** After the web server, before the streams (Integer.MAX_VALUE - 1000). */
  private static final int PHASE = Integer.MAX_VALUE - 1500;

  private static final Set<String> NAMES =
      Set.of(Topics.EVENTS, Topics.VIEWS, Topics.EVENTS_SET_ASIDE);
  private static final long PAUSE_MS = 500;
  private static final Logger LOG = LoggerFactory.getLogger(RequiredTopics.class);

  private final Map<String, Object> adminConfig;
  private final Duration bound;
  private final InstantSource clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean running;

  RequiredTopics(Map<String, Object> adminConfig, Duration bound, InstantSource clock) {
    this.adminConfig = adminConfig;
    this.bound = bound;
    this.clock = clock;
  }

  @Override
  public void start() {
    Instant end = clock.instant().plus(bound);
    try (Admin admin = Admin.create(adminConfig)) {
      String lacking = lacking(admin);
      while (!lacking.isEmpty()) {
        LOG.info("Waiting for {}", lacking);
        if (clock.instant().isAfter(end) || stopped.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
          throw new MissingTopics(lacking, bound);
        }
        lacking = lacking(admin);
      }
      running = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MissingTopics("interrupted", bound);
    }
  }

  /** What is not there, as text; empty when nothing lacks. */
  private static String lacking(Admin admin) throws InterruptedException {
    try {
      Set<String> lacking = new TreeSet<>(NAMES);
      lacking.removeAll(admin.listTopics().names().get(10, TimeUnit.SECONDS));
      return lacking.isEmpty() ? "" : "the topics " + lacking;
    } catch (ExecutionException | TimeoutException e) {
      return "the brokers (" + e.getMessage() + ")";
    }
  }

  @Override
  public void stop() {
    stopped.countDown();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
