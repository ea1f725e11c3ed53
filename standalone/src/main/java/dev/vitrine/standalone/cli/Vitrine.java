package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.data.Version;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: exit code 0 when done, 1 when it failed, 2 when it was called wrongly. */
@Command(
    name = "vitrine",
    description = "Vitrine, an event-sourced product catalog, on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    version = "vitrine " + Version.VITRINE,
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      TokenCommand.class,
      ImportCommand.class,
      TraceCommand.class,
      AuditCommand.class,
      FreshnessCommand.class,
      LoadCommand.class,
      ObserveCommand.class
    })
public final class Vitrine {
  private Vitrine() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    var commandLine = new CommandLine(new Vitrine());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(Vitrine::tell);
    return commandLine.execute(arguments);
  }

  /** What a user can do something about is one line; a fault of ours keeps its stack trace. */
  private static int tell(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    if (failure instanceof StandaloneException) {
      err.println("vitrine: " + failure.getMessage());
    } else if (failure instanceof InterruptedException) {
      err.println("vitrine: interrupted");
    } else {
      failure.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
