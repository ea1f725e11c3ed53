package dev.vitrine.standalone.data;

/** The project's version, as the build has it: {@code .ci/version} writes both. */
public final class Version {
  public static final String VITRINE = "0.1.0-SNAPSHOT";

  private Version() {}
}
