package dev.vitrine.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.command.ServiceTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class RelaySlotTest extends ServiceTest {
  @Autowired private JdbcTemplate jdbc;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** Or the alert would be silent where the slot itself was lost. */
  @Test
  void nobody_is_connected_to_a_slot_that_is_not_there() {
    var slot = new RelaySlot(jdbc, meters, "lost");
    assertThat(value("active")).isNaN();
    slot.ask();
    assertThat(value("active")).isZero();
    assertThat(value("safe")).isNaN();
  }

  private double value(String of) {
    return meters.get("vitrine.relay.slot." + of).gauge().value();
  }
}
