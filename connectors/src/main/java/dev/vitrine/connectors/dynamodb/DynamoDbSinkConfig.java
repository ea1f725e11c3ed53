package dev.vitrine.connectors.dynamodb;

import dev.vitrine.connectors.view.RetryConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** Settings of the DynamoDB sink. */
final class DynamoDbSinkConfig extends AbstractConfig {
  static final String ENDPOINT = "dynamodb.endpoint";
  static final String REGION = "dynamodb.region";
  static final String CA = "dynamodb.ca";
  static final String TABLES_CREATE = "tables.create";
  static final String CURRENCIES = "listing.currencies";
  static final String WRITE_MODE = "write.mode";
  static final String IN_FLIGHT = "max.in.flight";
  static final String REQUEST_TIMEOUT = "request.timeout.ms";

  /** A table has at most 20 global secondary indexes, and two are not prices. */
  private static final int MAX_CURRENCIES = 18;

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9-]+");

  static final ConfigDef DEFINITION =
      RetryConfig.define(
          new ConfigDef()
              .define(
                  ENDPOINT,
                  ConfigDef.Type.STRING,
                  "",
                  ConfigDef.LambdaValidator.with(
                      DynamoDbSinkConfig::checkEndpoint, () -> "empty or an http(s) URL"),
                  Importance.MEDIUM,
                  "Where DynamoDB is, when it is not AWS's own for the region.")
              .define(
                  REGION,
                  ConfigDef.Type.STRING,
                  "",
                  ConfigDef.LambdaValidator.with(
                      DynamoDbSinkConfig::checkRegion, () -> "empty or a region's name"),
                  Importance.HIGH,
                  "AWS region; empty: what the SDK finds in its environment.")
              .define(
                  CA,
                  ConfigDef.Type.STRING,
                  "",
                  Importance.LOW,
                  "PEM file of the only CAs that are trusted with TLS; empty: the JVM's.")
              .define(
                  TABLES_CREATE,
                  ConfigDef.Type.BOOLEAN,
                  false,
                  Importance.MEDIUM,
                  "Create the tables (on-demand) when they are missing, instead of stopping.")
              .define(
                  CURRENCIES,
                  ConfigDef.Type.LIST,
                  "USD,EUR",
                  ConfigDef.LambdaValidator.with(
                      DynamoDbSinkConfig::checkCurrencies, () -> "up to 18 codes like USD"),
                  Importance.MEDIUM,
                  "Currencies that listings can be sorted by; each is an index.")
              .define(
                  WRITE_MODE,
                  ConfigDef.Type.STRING,
                  "conditional",
                  ConfigDef.CaseInsensitiveValidString.in("conditional", "transactional"),
                  Importance.MEDIUM,
                  "conditional: single puts, the cheaper on AWS. transactional: up to 100 puts a"
                      + " call at twice the price, the faster on DynamoDB Local.")
              .define(
                  IN_FLIGHT,
                  ConfigDef.Type.INT,
                  64,
                  ConfigDef.Range.between(1, 1_000),
                  Importance.LOW,
                  "Calls at a time per task.")
              .define(
                  REQUEST_TIMEOUT,
                  ConfigDef.Type.LONG,
                  10_000L,
                  ConfigDef.Range.between(100, 60_000),
                  Importance.LOW,
                  "How long one call may take."));

  DynamoDbSinkConfig(Map<String, String> props) {
    super(DEFINITION, props);
  }

  Optional<URI> endpoint() {
    return Optional.of(getString(ENDPOINT)).filter(text -> !text.isBlank()).map(URI::create);
  }

  Optional<String> region() {
    return Optional.of(getString(REGION)).filter(text -> !text.isBlank());
  }

  Optional<Path> ca() {
    return Optional.of(getString(CA)).filter(text -> !text.isBlank()).map(Path::of);
  }

  boolean createTables() {
    return getBoolean(TABLES_CREATE);
  }

  List<String> currencies() {
    return getList(CURRENCIES);
  }

  WriteMode writeMode() {
    return WriteMode.valueOf(getString(WRITE_MODE).toUpperCase(Locale.ROOT));
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

  private static void checkEndpoint(String name, Object value) {
    String text = (String) value;
    if (text.isBlank()) {
      return;
    }
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return;
      }
    } catch (URISyntaxException e) {
      throw new ConfigException(name, value, "is not a URL: " + e.getReason());
    }
    throw new ConfigException(name, value, "must be like https://host:port");
  }

  private static void checkRegion(String name, Object value) {
    String text = (String) value;
    if (!text.isBlank() && !REGION_NAME.matcher(text).matches()) {
      throw new ConfigException(name, value, "must be like eu-west-1");
    }
  }

  private static void checkCurrencies(String name, Object value) {
    List<?> currencies = (List<?>) value;
    if (currencies.size() > MAX_CURRENCIES) {
      throw new ConfigException(name, value, "DynamoDB indexes " + MAX_CURRENCIES + " at most");
    }
    for (Object currency : currencies) {
      if (!CURRENCY.matcher((String) currency).matches()) {
        throw new ConfigException(name, value, currency + " is not like USD");
      }
    }
    if (currencies.stream().distinct().count() != currencies.size()) {
      throw new ConfigException(name, value, "names a currency twice");
    }
  }
}
