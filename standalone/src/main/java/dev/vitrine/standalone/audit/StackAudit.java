package dev.vitrine.standalone.audit;

import dev.vitrine.standalone.data.Ports;
import dev.vitrine.standalone.data.StandaloneException;
import dev.vitrine.standalone.http.Http;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The audit of a running stack: waits until it has drained, then compares. */
public final class StackAudit {
  private static final List<String> CURRENCIES = List.of("USD", "EUR");
  private static final int POINTER_READS = 2_000;
  private static final int SHOWN = 20;
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final Ports ports;
  private final String token;
  private final String databasePassword;
  private final Consumer<String> says;

  /**
   * @param token of an admin
   * @param says gets progress and findings, line by line
   */
  public StackAudit(Ports ports, String token, String databasePassword, Consumer<String> says) {
    this.ports = ports;
    this.token = token;
    this.databasePassword = databasePassword;
    this.says = says;
  }

  /**
   * @param drainBound how long to wait for what is on its way
   * @return the number of differences
   * @throws StandaloneException when it did not drain, or something could not be read
   */
  public long run(Duration drainBound) throws InterruptedException {
    long begin = System.nanoTime();
    drain(drainBound);
    says.accept("drained in %.1f s".formatted((System.nanoTime() - begin) / 1e9));
    try (var http = new Http();
        DynamoDbClient dynamo = LocalDynamo.open(ports.dynamodbUrl());
        RedisClient client = RedisClient.create(ports.redisUrl());
        var redis = client.connect(ByteArrayCodec.INSTANCE)) {
      var state = new CommandState(http, ports.commandUrl(), token, new ExpectedViews(CURRENCIES));
      var query = new QueryClient(http, ports.queryUrl());
      var audit = new Audit(state, says, PAUSE);
      return tell(
          audit.run(
              expected ->
                  List.of(
                      new StorePlace(DynamoStore.views(dynamo)),
                      new StorePlace(DynamoStore.listings(dynamo)),
                      new StorePlace(new RedisStore(redis.sync())),
                      new StorePlace(new HttpProducts(query, expected)),
                      new StorePlace(new HttpTree(query)),
                      new HttpPointers(query, POINTER_READS),
                      new HttpListings(query))));
    } catch (SdkException e) {
      throw new StandaloneException("DynamoDB: " + e.getMessage(), e);
    } catch (RedisException e) {
      throw new StandaloneException("Redis: " + e.getMessage(), e);
    }
  }

  private void drain(Duration bound) throws InterruptedException {
    try (var slot = new RelaySlot(ports.jdbcUrl(), "vitrine", databasePassword);
        var backlog = new Backlog(ports.kafkaBootstrap())) {
      var drain = new Drain(slot, backlog, says, bound);
      drain.await();
      long aside = drain.setAside();
      if (aside > 0) {
        says.accept("note: about " + aside + " records were set aside or could not be delivered");
      }
    }
  }

  private long tell(Audit.Findings findings) {
    List<Difference> differences = findings.differences();
    Map<String, Long> counts =
        differences.stream()
            .collect(
                Collectors.groupingBy(
                    d -> d.where() + ", " + d.kind(), TreeMap::new, Collectors.counting()));
    counts.forEach((what, count) -> says.accept("  " + what + ": " + count));
    List<String> lines = new ArrayList<>();
    differences.stream()
        .limit(SHOWN)
        .forEach(
            d -> lines.add("  %s %s %s: %s".formatted(d.where(), d.key(), d.kind(), d.detail())));
    lines.forEach(says);
    if (findings.more() > 0) {
      says.accept("  and " + findings.more() + " more that were not looked at again");
    }
    long all = differences.size() + findings.more();
    Expectations expected = findings.expected();
    says.accept(
        "products=%d views=%d entries=%d pointers=%d differences=%d"
            .formatted(
                expected.products(),
                expected.size(),
                expected.entries(),
                expected.pointers().size(),
                all));
    return all;
  }
}
