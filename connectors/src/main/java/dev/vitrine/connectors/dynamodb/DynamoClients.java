package dev.vitrine.connectors.dynamodb;

import java.time.Duration;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;

/** Makes clients whose every wait has a bound. Credentials come by the SDK's default chain. */
final class DynamoClients {
  private DynamoClients() {}

  static DynamoDbAsyncClient open(DynamoDbSinkConfig config) {
    Duration timeout = config.requestTimeout();
    DynamoDbAsyncClientBuilder builder =
        DynamoDbAsyncClient.builder()
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder()
                    .maxConcurrency(config.inFlight())
                    // The writer never has more calls in flight, so nothing ever waits here.
                    .maxPendingConnectionAcquires(config.inFlight())
                    .connectionTimeout(Duration.ofSeconds(2))
                    .connectionAcquisitionTimeout(timeout)
                    .readTimeout(timeout)
                    .writeTimeout(timeout))
            .overrideConfiguration(
                override ->
                    override
                        .apiCallTimeout(timeout)
                        .apiCallAttemptTimeout(timeout)
                        // One quick repeat for a dropped connection; the rest is the task's, which
                        // can keep Connect waiting without losing its place in the group.
                        .retryStrategy(StandardRetryStrategy.builder().maxAttempts(2).build()));
    config.endpoint().ifPresent(builder::endpointOverride);
    config.region().map(Region::of).ifPresent(builder::region);
    return builder.build();
  }
}
