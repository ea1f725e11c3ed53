package dev.vitrine.connectors.cluster;

/** A job cannot do its work; the message is for who runs the release. */
public final class JobFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobFailed(String message) {
    super(message);
  }

  public JobFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
