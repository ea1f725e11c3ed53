package dev.vitrine.standalone.cli;

import dev.vitrine.standalone.token.KeyPairFiles;
import dev.vitrine.standalone.token.Tokens;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = "Prints a bearer token for the command side.")
final class TokenCommand implements Callable<Integer> {
  @Mixin private final DataOption data = new DataOption();

  @Option(
      names = "--role",
      defaultValue = "admin",
      description = "admin (everything) or viewer (reads); default: ${DEFAULT-VALUE}.")
  private Tokens.Role role = Tokens.Role.ADMIN;

  @Option(
      names = "--subject",
      paramLabel = "NAME",
      defaultValue = "admin@localhost",
      description = "Who the history will name; default: ${DEFAULT-VALUE}.")
  private String subject = "";

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "How long it is valid, like 90s, 30m, 8h, 7d; default: ${DEFAULT-VALUE}.")
  private String timeToLive = "";

  @Override
  public Integer call() {
    var tokens = new Tokens(new KeyPairFiles(data.dir().keys()));
    System.out.println(tokens.issue(role, subject, Instant.now(), Durations.parse(timeToLive)));
    return 0;
  }
}
