package dev.vitrine.command.imports;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Which failures pass by themselves. Axon hides some of the database's behind its own. */
final class Conflicts {
  private Conflicts() {}

  /** Others changed the same: worth another attempt at once. */
  static boolean is(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      boolean conflict =
          switch (e) {
            case ConcurrencyException _ -> true;
            case AggregateStreamCreationException _ -> true;
            case ConcurrencyFailureException _ -> true;
            case SQLException sql -> stateStartsWith(sql, "40", "23505");
            default -> false;
          };
      if (conflict) {
        return true;
      }
    }
    return false;
  }

  /** The database is away or overloaded, or others are too busy: worth another attempt later. */
  static boolean mayPass(Throwable failure) {
    return is(failure) || away(failure);
  }

  private static boolean away(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      boolean passing =
          switch (e) {
            case TransientDataAccessException _ -> true;
            case RecoverableDataAccessException _ -> true;
            case DataAccessResourceFailureException _ -> true;
            // A commit or rollback that failed says nothing of why: the connection is gone.
            case TransactionException _ -> true;
            case SQLTransientException _ -> true;
            case SQLRecoverableException _ -> true;
            // PostgreSQL, appendix A: connection, rollback, resources, operator, system.
            case SQLException sql -> stateStartsWith(sql, "08", "40", "53", "57", "58");
            default -> false;
          };
      if (passing) {
        return true;
      }
    }
    return false;
  }

  private static boolean stateStartsWith(SQLException e, String... classes) {
    String state = e.getSQLState();
    if (state != null) {
      for (String one : classes) {
        if (state.startsWith(one)) {
          return true;
        }
      }
    }
    return false;
  }
}
