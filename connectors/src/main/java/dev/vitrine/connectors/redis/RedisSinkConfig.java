package dev.vitrine.connectors.redis;

import dev.vitrine.connectors.view.RetryConfig;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** Settings of the Redis sink. */
final class RedisSinkConfig extends AbstractConfig {
  static final String URL = "redis.url";
  static final String CA = "redis.ca";
  static final String TTL = "redis.ttl.seconds";
  static final String IN_FLIGHT = "max.in.flight";
  static final String REQUEST_TIMEOUT = "request.timeout.ms";

  static final ConfigDef DEFINITION =
      RetryConfig.define(
          new ConfigDef()
              .define(
                  URL,
                  ConfigDef.Type.PASSWORD,
                  ConfigDef.NO_DEFAULT_VALUE,
                  ConfigDef.LambdaValidator.with(
                      RedisSinkConfig::checkUrl, () -> "a URL like redis://host:port"),
                  Importance.HIGH,
                  "Where Redis is: redis://host:port or rediss://user:password@host:port. Never"
                      + " shown, because it may hold a password.")
              .define(
                  CA,
                  ConfigDef.Type.STRING,
                  "",
                  Importance.LOW,
                  "PEM file of the only CAs that are trusted with TLS; empty: the JVM's.")
              .define(
                  TTL,
                  ConfigDef.Type.LONG,
                  0L,
                  ConfigDef.Range.between(0, 315_360_000),
                  Importance.MEDIUM,
                  "How long a view stays, in seconds; 0: until Redis evicts it.")
              .define(
                  IN_FLIGHT,
                  ConfigDef.Type.INT,
                  256,
                  ConfigDef.Range.between(1, 10_000),
                  Importance.LOW,
                  "Commands that are sent before their answers are waited for.")
              .define(
                  REQUEST_TIMEOUT,
                  ConfigDef.Type.LONG,
                  2_000L,
                  ConfigDef.Range.between(10, 60_000),
                  Importance.LOW,
                  "How long one command, or connecting, may take."));

  RedisSinkConfig(Map<String, String> props) {
    super(DEFINITION, props);
  }

  RedisURI url() {
    RedisURI url = RedisURI.create(getPassword(URL).value());
    url.setTimeout(requestTimeout());
    return url;
  }

  Optional<Path> ca() {
    return Optional.of(getString(CA)).filter(text -> !text.isBlank()).map(Path::of);
  }

  long ttlSeconds() {
    return getLong(TTL);
  }

  int inFlight() {
    return getInt(IN_FLIGHT);
  }

  Duration requestTimeout() {
    return Duration.ofMillis(getLong(REQUEST_TIMEOUT));
  }

  RetryConfig retries() {
    return RetryConfig.of(this);
  }

  private static void checkUrl(String name, Object value) {
    if (!(value instanceof Password url)) {
      return;
    }
    try {
      RedisURI.create(url.value());
    } catch (IllegalArgumentException e) {
      // Not e's message: it may quote the password.
      throw new ConfigException(name, value, "is not like redis://host:port");
    }
  }
}
