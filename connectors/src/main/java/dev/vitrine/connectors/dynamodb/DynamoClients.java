package dev.vitrine.connectors.dynamodb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.connect.errors.ConnectException;
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
    NettyNioAsyncHttpClient.Builder http =
        NettyNioAsyncHttpClient.builder()
            .maxConcurrency(config.inFlight())
            // The writer never has more calls in flight, so nothing ever waits here.
            .maxPendingConnectionAcquires(config.inFlight())
            .connectionTimeout(Duration.ofSeconds(2))
            .connectionAcquisitionTimeout(timeout)
            .readTimeout(timeout)
            .writeTimeout(timeout);
    config
        .ca()
        .map(DynamoClients::trusted)
        .ifPresent(trusted -> http.tlsTrustManagersProvider(() -> trusted));
    DynamoDbAsyncClientBuilder builder =
        DynamoDbAsyncClient.builder()
            .httpClientBuilder(http)
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

  /** The CAs in a PEM file and no others. The JDK has no store of that type. */
  private static TrustManager[] trusted(Path ca) {
    try (InputStream pem = Files.newInputStream(ca)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry(Integer.toString(store.size()), one);
      }
      if (store.size() == 0) {
        throw new ConnectException(DynamoDbSinkConfig.CA + ": " + ca + " holds no certificate");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return trust.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new ConnectException(DynamoDbSinkConfig.CA + ": " + ca + " cannot be read: " + e, e);
    }
  }
}
