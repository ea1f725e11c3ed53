package dev.vitrine.engines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of an engine that is a Java program. It runs on the JDK that runs this. */
final class Jvm {
  private Jvm() {}

  /**
   * @param heapMegabytes the heap's upper bound
   */
  static List<String> command(
      String classPath,
      int heapMegabytes,
      Compiler compiler,
      List<String> flags,
      String main,
      List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    // Small heaps on few cores: the serial collector starts fastest and needs the least beside it.
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+ExitOnOutOfMemoryError");
    switch (compiler) {
      case QUICK -> command.add("-XX:TieredStopAtLevel=1");
      case FULL -> {}
    }
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Duser.timezone=UTC");
    command.addAll(flags);
    command.add("-cp");
    command.add(classPath);
    command.add(main);
    command.addAll(arguments);
    return command;
  }

  /** Log lines of slf4j-simple, which Kafka and Connect use. */
  static List<String> logging(String... loudPackages) {
    var flags = new ArrayList<String>();
    flags.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    flags.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
    flags.add("-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
    flags.add("-Dorg.slf4j.simpleLogger.logFile=System.out");
    // One line a second and connection while a broker is away, and the outage shows elsewhere.
    flags.add("-Dorg.slf4j.simpleLogger.log.org.apache.kafka.clients.NetworkClient=error");
    for (String name : loudPackages) {
      flags.add("-Dorg.slf4j.simpleLogger.log." + name + "=info");
    }
    return flags;
  }
}
