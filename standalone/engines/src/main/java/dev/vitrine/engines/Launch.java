package dev.vitrine.engines;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to launch one process; a value that a supervisor can run with a policy of its own.
 *
 * @param name short, for log lines
 * @param preparation to be run before every start
 * @param command absolute program and arguments
 * @param environment added to the caller's
 * @param directory working directory, made by the preparation
 * @param log standard output and error are appended here
 * @param probe ready or not
 * @param startWithin an engine that is not ready after this long has failed
 * @param stopSignal asks for an orderly end
 * @param stopWithin an engine that has not ended after this long is killed
 */
public record Launch(
    String name,
    Preparation preparation,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Path log,
    Probe probe,
    Duration startWithin,
    StopSignal stopSignal,
    Duration stopWithin) {
  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
