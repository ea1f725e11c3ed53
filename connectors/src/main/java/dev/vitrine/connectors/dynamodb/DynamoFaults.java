package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.view.Fate;
import java.util.Set;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * What an error of DynamoDB means for a write ("Error handling with DynamoDB" in AWS's guide). A
 * client-side error (refused, reset, timed out, no credentials yet) is always worth another try:
 * the task's bound on retries makes it loud in the end.
 */
final class DynamoFaults {
  /** Heal by themselves although their status is 400. */
  private static final Set<String> PASSING =
      Set.of(
          "ProvisionedThroughputExceededException",
          "ThrottlingException",
          "RequestLimitExceeded",
          "LimitExceededException",
          "TransactionConflictException",
          "TransactionInProgressException",
          "ReplicatedWriteConflictException",
          "ExpiredTokenException",
          "RequestExpired",
          "InternalServerError",
          "ServiceUnavailable");

  private DynamoFaults() {}

  /** The fate of a write that was sent alone. */
  static Fate ofOne(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof AwsServiceException service) {
      return switch (code(service)) {
        case "ConditionalCheckFailedException" -> new Fate.Stale();
        case "ValidationException", "ItemCollectionSizeLimitExceededException" ->
            new Fate.Poison("refused by DynamoDB: " + message(service));
        default -> ofAll(service);
      };
    }
    return ofAll(cause);
  }

  /** The fate of all writes of a call that failed as a whole. */
  static Fate ofAll(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    return switch (cause) {
      case AwsServiceException service
          when service.statusCode() >= 500
              || service.isThrottlingException()
              || PASSING.contains(code(service)) ->
          new Fate.Transient(service);
      case AwsServiceException service ->
          new Fate.Fatal("DynamoDB refuses: " + code(service) + ": " + message(service), service);
      case SdkClientException client -> new Fate.Transient(client);
      default -> new Fate.Fatal("unexpected: " + cause, cause);
    };
  }

  static boolean isValidation(Throwable thrown) {
    return unwrapped(thrown) instanceof AwsServiceException service
        && code(service).equals("ValidationException");
  }

  static Throwable unwrapped(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
  }

  private static String message(AwsServiceException e) {
    return e.awsErrorDetails() == null
        ? String.valueOf(e.getMessage())
        : String.valueOf(e.awsErrorDetails().errorMessage());
  }
}
