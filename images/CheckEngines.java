import dev.vitrine.engines.DynamoDbLocal;
import dev.vitrine.engines.Kafka;
import dev.vitrine.engines.Postgres;
import dev.vitrine.engines.Redis;
import dev.vitrine.standalone.token.KeyPairFiles;
import dev.vitrine.standalone.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The engines of {@code images/check}, on free ports of the loopback, in a folder of their own;
 * they end with this process. Writes the secrets of the release, a file a key, and once all engines
 * are ready the file {@code engines}, assignments of a shell.
 */
final class CheckEngines {
  private static final Duration LIFE = Duration.ofHours(6);

  private CheckEngines() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path data = Path.of(args[0]);
    var keys = new KeyPairFiles(data.resolve("keys"));
    keys.ensure();
    String token = new Tokens(keys).issue(Tokens.Role.ADMIN, "check", Instant.now(), LIFE);
    Path secrets = data.resolve("secrets");
    write(secrets.resolve("vitrine-jwt/public.pem"), Files.readString(keys.publicKey()));
    write(secrets.resolve("vitrine-token/token"), token);
    write(secrets.resolve("vitrine-aws/AWS_ACCESS_KEY_ID"), "local");
    write(secrets.resolve("vitrine-aws/AWS_SECRET_ACCESS_KEY"), "local");
    try (var postgres = Postgres.start(data.resolve("postgres"));
        var kafka = Kafka.start(data.resolve("kafka"));
        var dynamodb = DynamoDbLocal.start(data.resolve("dynamodb"));
        var redis = Redis.start(data.resolve("redis"))) {
      write(secrets.resolve("vitrine-postgresql/username"), postgres.user());
      write(secrets.resolve("vitrine-postgresql/password"), postgres.password());
      String ports =
          "postgres=%d kafka=%d dynamodb=%d redis=%d\n"
              .formatted(postgres.port(), kafka.port(), dynamodb.port(), redis.port());
      write(data.resolve("engines.next"), ports);
      Files.move(data.resolve("engines.next"), data.resolve("engines"));
      Thread.sleep(LIFE);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
