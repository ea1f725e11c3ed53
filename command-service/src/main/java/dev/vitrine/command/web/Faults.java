package dev.vitrine.command.web;

import dev.vitrine.command.rejection.Rejected;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;

/** What a failure looks like from outside. Empty: a fault of ours. */
final class Faults {
  private static final String RETRY_AFTER_SECONDS = "2";

  private Faults() {}

  static Optional<Problem> problemOf(Throwable failure) {
    return switch (failure) {
      case ProblemException e -> Optional.of(e.problem());
      case Rejected e -> Optional.of(Problem.of(e));
      case DataBufferLimitException _ -> Optional.of(tooLarge());
      case ErrorResponse e when e.getStatusCode().is4xxClientError() ->
          Optional.of(ofStatus(e.getStatusCode()));
      default -> databaseAway(failure) ? Optional.of(unavailable()) : Optional.empty();
    };
  }

  static Problem tooLarge() {
    return Problem.of(
        ProblemType.CONTENT_TOO_LARGE, "The body may have " + Calls.MAX_BODY + " bytes.");
  }

  private static Problem unavailable() {
    return Problem.of(
            ProblemType.SERVICE_UNAVAILABLE,
            "The database does not answer. Whether a change was stored is not known; reading"
                + " tells.")
        .withHeader("Retry-After", RETRY_AFTER_SECONDS);
  }

  static Problem busy() {
    return Problem.of(ProblemType.SERVICE_UNAVAILABLE, "Too many requests wait already.")
        .withHeader("Retry-After", RETRY_AFTER_SECONDS);
  }

  private static Problem ofStatus(HttpStatusCode code) {
    HttpStatus status = HttpStatus.resolve(code.value());
    return status == null
        ? Problem.of(code.value(), "http-" + code.value(), "The request cannot be answered.")
        : Problem.of(
            status,
            status == HttpStatus.NOT_FOUND
                ? "There is nothing at this path."
                : "The request cannot be answered: "
                    + status.getReasonPhrase().toLowerCase(Locale.ROOT)
                    + ".");
  }

  /**
   * SQL states of class 08 and 57P, too many connections, a timeout, or no connection to be had.
   */
  private static boolean databaseAway(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        if (state.startsWith("08")
            || state.startsWith("57")
            || state.startsWith("53")
            || state.equals("55P03")
            || state.equals("25006")
            || state.equals("25P03")) {
          return true;
        }
      }
    }
    return false;
  }
}
