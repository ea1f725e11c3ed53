package dev.vitrine.command.eventstore;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How much of its log PostgreSQL keeps for the relay, asked every 15 s. Here, because a relay that
 * is away cannot tell. Not a number where nobody answers; nobody is connected to a slot that is not
 * there.
 */
@Component
final class RelaySlot implements InitializingBean, DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(RelaySlot.class);
  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final Known NOTHING = new Known(Double.NaN, Double.NaN, Double.NaN);
  private static final Known NO_SLOT = new Known(Double.NaN, Double.NaN, 0);

  /** All in bytes but {@code active}, which is 1 or 0. */
  private record Known(double retained, double safe, double active) {}

  private final JdbcTemplate jdbc;
  private final String slot;
  private final ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("relay-slot").factory());
  private volatile Known known = NOTHING;
  private boolean away;

  RelaySlot(
      JdbcTemplate jdbc,
      MeterRegistry meters,
      @Value("${vitrine.relay.slot:vitrine}") String slot) {
    this.jdbc = jdbc;
    this.slot = slot;
    Gauge.builder("vitrine.relay.slot.retained", this, self -> self.known.retained())
        .description("Log that PostgreSQL keeps for the relay")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("vitrine.relay.slot.safe", this, self -> self.known.safe())
        .description("What may still be written until PostgreSQL gives the relay's slot up")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("vitrine.relay.slot.active", this, self -> self.known.active())
        .description("Whether the relay is connected to its slot")
        .register(meters);
  }

  @Override
  public void afterPropertiesSet() {
    var _ = asking.scheduleWithFixedDelay(this::ask, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  void ask() {
    try {
      List<Known> found =
          jdbc.query(
              "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) AS retained,"
                  + " safe_wal_size, active FROM pg_replication_slots WHERE slot_name = ?",
              (row, _) ->
                  new Known(
                      row.getObject("retained") == null ? Double.NaN : row.getDouble("retained"),
                      row.getObject("safe_wal_size") == null
                          ? Double.NaN
                          : row.getDouble("safe_wal_size"),
                      row.getBoolean("active") ? 1 : 0),
              slot);
      known = found.isEmpty() ? NO_SLOT : found.getFirst();
      away = false;
    } catch (DataAccessException e) {
      known = NOTHING;
      if (!away) {
        away = true;
        log.warn("what the relay's slot keeps is not known: {}", e.getMessage());
      }
    }
  }

  @Override
  public void destroy() {
    asking.shutdownNow();
  }
}
