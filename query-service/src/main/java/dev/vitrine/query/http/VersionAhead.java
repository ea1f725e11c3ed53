package dev.vitrine.query.http;

/**
 * A client asks for a version that neither this replica nor the stores have heard of: it is on its
 * way, or never was. Requests are counted under this name, because the objective of reads
 * (observability/rules) leaves them out: one client's wrong number is no failure of the shop. What
 * is on its way for too long counts as a late change.
 */
public final class VersionAhead extends ProblemException {
  private static final long serialVersionUID = 1L;

  public VersionAhead(Problem problem) {
    super(problem);
  }
}
