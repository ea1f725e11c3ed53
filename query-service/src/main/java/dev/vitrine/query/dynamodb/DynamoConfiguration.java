package dev.vitrine.query.dynamodb;

import dev.vitrine.query.listing.ListingIndex;
import dev.vitrine.query.view.Reachability;
import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.query.view.Source;
import dev.vitrine.query.view.ViewStore;
import java.nio.file.Path;
import javax.net.ssl.TrustManager;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DynamoSettings.class)
class DynamoConfiguration {

  @Bean
  DynamoDbAsyncClient dynamoDb(DynamoSettings settings) {
    return client(settings);
  }

  /** With connections of its own: pages of large trees must not take those of the products. */
  @Bean
  DynamoDbAsyncClient dynamoDbOfListings(DynamoSettings settings) {
    return client(settings);
  }

  private static DynamoDbAsyncClient client(DynamoSettings settings) {
    NettyNioAsyncHttpClient.Builder http =
        NettyNioAsyncHttpClient.builder()
            .maxConcurrency(settings.maxConcurrency())
            .maxPendingConnectionAcquires(settings.maxPending())
            .connectionAcquisitionTimeout(settings.acquireTimeout())
            .connectionTimeout(settings.attemptTimeout())
            .readTimeout(settings.attemptTimeout());
    if (settings.ca() != null) {
      TrustManager[] trusted = trusted(settings.ca());
      http.tlsTrustManagersProvider(() -> trusted);
    }
    DynamoDbAsyncClientBuilder builder =
        DynamoDbAsyncClient.builder()
            .httpClientBuilder(http)
            // What follows a read never blocks, so it may run where the answer came in.
            .asyncConfiguration(
                async ->
                    async.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
            .overrideConfiguration(
                calls ->
                    calls
                        .apiCallTimeout(settings.callTimeout())
                        .apiCallAttemptTimeout(settings.attemptTimeout()));
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    if (settings.region() != null) {
      builder.region(Region.of(settings.region()));
    }
    return builder.build();
  }

  private static TrustManager[] trusted(Path ca) {
    PemSslStoreDetails authorities = PemSslStoreDetails.forCertificate(ca.toUri().toString());
    return SslBundle.of(new PemSslStoreBundle(null, authorities)).getManagers().getTrustManagers();
  }

  @Bean
  Reachability dynamoReachability() {
    return new Reachability(Source.DYNAMODB);
  }

  @Bean
  ViewStore dynamoViews(
      @Qualifier("dynamoDb") DynamoDbAsyncClient client,
      ReadMetrics metrics,
      Reachability reachability) {
    return new DynamoViewsReader(client, metrics, reachability);
  }

  @Bean
  ListingIndex dynamoListings(
      @Qualifier("dynamoDbOfListings") DynamoDbAsyncClient client, Reachability reachability) {
    return new DynamoListingIndex(client, reachability);
  }
}
