package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.data.DataDir;
import dev.vitrine.standalone.data.Pause;
import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Shows the end of one log, or of all, each line with its name.")
final class LogsCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final int TAIL_OF_ONE = 64 * 1024;
  private static final int TAIL_OF_MANY = 4 * 1024;

  @Mixin private final DataOption data = new DataOption();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "A part, or supervisor.")
  private @Nullable String name;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is written, until Ctrl-C.")
  private boolean follow;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, LogFollower> followers = followers(data.dir(), name);
    boolean one = followers.size() == 1;
    show(followers, one);
    while (follow) { // Ctrl-C ends the process
      Pause.of(LOOK);
      show(followers, one);
    }
    return 0;
  }

  private static void show(Map<String, LogFollower> followers, boolean one) {
    followers.forEach(
        (log, follower) ->
            follower.copyNew(
                line -> System.out.println(one ? line : "%-16s| %s".formatted(log, line))));
    System.out.flush();
  }

  /**
   * @param wanted null for all but what the supervisor's JVM put out, which are the supervisor's
   *     lines again
   */
  static Map<String, LogFollower> followers(DataDir dir, @Nullable String wanted) {
    List<String> names = names(dir);
    if (wanted != null && !names.contains(wanted)) {
      throw new StandaloneException(
          "no log " + wanted + "; there are: " + String.join(", ", names));
    }
    Map<String, LogFollower> followers = new LinkedHashMap<>();
    if (wanted != null) {
      followers.put(wanted, LogFollower.fromTail(dir.log(wanted), TAIL_OF_ONE));
      return followers;
    }
    for (String log : names) {
      if (!log.equals(Detached.JVM_LOG)) {
        followers.put(log, LogFollower.fromTail(dir.log(log), TAIL_OF_MANY));
      }
    }
    return followers;
  }

  private static List<String> names(DataDir dir) {
    try (Stream<Path> files = Files.list(dir.logs())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".log"))
          .map(file -> file.substring(0, file.length() - ".log".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new StandaloneException("there are no logs in " + dir.logs(), e);
    }
  }
}
