package dev.vitrine.command.eventstore;

import dev.vitrine.command.rejection.Rejected;
import dev.vitrine.command.rejection.Rejection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/**
 * Runs commands to their end, in the caller's thread: one transaction an attempt, and another
 * attempt when somebody else got there first. There is no pause between attempts: a conflict means
 * that the other one is through, and a deadlock that PostgreSQL has waited already.
 */
@Component
public final class CommandDispatch {
  private static final int ATTEMPTS = 10;

  private final CommandGateway gateway;
  private final MeterRegistry meters;

  CommandDispatch(CommandGateway gateway, MeterRegistry meters) {
    this.gateway = gateway;
    this.meters = meters;
  }

  /**
   * @param result the type of what the command handler answers
   * @return what the command handler answered, once it is committed
   * @throws Rejected when the command is refused, also after too many conflicts
   * @throws AggregateStreamCreationException when the aggregate to be created exists
   */
  public <R> R send(Object command, Class<R> result, ChangeSet changeSet) {
    return timed(
        command.getClass().getSimpleName(),
        () ->
            retried(
                () ->
                    result.cast(
                        gateway.sendAndWait(
                            GenericCommandMessage.asCommandMessage(command)
                                .andMetaData(changeSet.metadata())))));
  }

  /** Runs {@code work}, which must be one transaction, until no conflict stops it, bounded. */
  public static <R> R retried(Supplier<R> work) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return work.get();
      } catch (ConcurrencyException | ConcurrencyFailureException conflict) {
        // the next attempt sees what the other one did
      } catch (EventStoreException failure) {
        if (!serializationFailure(failure)) {
          throw failure;
        }
      } catch (LockAcquisitionFailedException busy) {
        break; // has waited long enough
      }
    }
    throw new Rejected(new Rejection.ConcurrentChange());
  }

  /**
   * SQL states of class 40, deadlocks among them: the transaction was rolled back to be retried.
   */
  private static boolean serializationFailure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().startsWith("40")) {
        return true;
      }
    }
    return false;
  }

  private <R> R timed(String command, Supplier<R> work) {
    Timer.Sample sample = Timer.start(meters);
    String outcome = "failed";
    try {
      R result = work.get();
      outcome = "accepted";
      return result;
    } catch (Rejected rejected) {
      outcome = rejected.rejection().type();
      throw rejected;
    } finally {
      sample.stop(
          Timer.builder("vitrine.commands")
              .description("commands by outcome: accepted, the type of their rejection, or failed")
              .tag("command", command)
              .tag("outcome", outcome)
              .register(meters));
    }
  }
}
