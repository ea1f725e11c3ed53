package dev.vitrine.helm;

/**
 * @param check its name, as in the table of helm/README.md
 * @param subject kind and name of the object
 * @param what is wrong, in words
 */
record Finding(String check, String subject, String what) {
  @Override
  public String toString() {
    return check + ": " + subject + ": " + what;
  }
}
