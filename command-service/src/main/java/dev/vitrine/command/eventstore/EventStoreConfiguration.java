package dev.vitrine.command.eventstore;

import dev.vitrine.contract.event.EventMetadata;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** What Axon's starter is given instead of its defaults. */
@Configuration(proxyBeanMethods = false)
public class EventStoreConfiguration {
  /** Name of the bean with which an aggregate is locked while a command runs. */
  public static final String AGGREGATE_LOCKS = "aggregateLocks";

  @Bean
  @Primary
  Serializer serializer() {
    return new EventSerializer();
  }

  @Bean
  EventStorageEngine eventTable(
      DataSource dataSource,
      TransactionManager transactions,
      Serializer serializer,
      MeterRegistry meters) {
    return new EventTable(
        new SpringDataSourceConnectionProvider(dataSource), transactions, serializer, meters);
  }

  @Bean
  CorrelationDataProvider metadataOfTheCommand() {
    return new SimpleCorrelationDataProvider(
        EventMetadata.ACTOR,
        EventMetadata.CHANGE_SET,
        EventMetadata.ORIGIN,
        EventMetadata.TRACEPARENT);
  }

  /** Local to the JVM, so it only spares retries. Waits at most 2 s. */
  @Bean(AGGREGATE_LOCKS)
  PessimisticLockFactory aggregateLocks() {
    return PessimisticLockFactory.builder()
        .acquireAttempts(20)
        .lockAttemptTimeout(100)
        .queueLengthThreshold(1_000)
        .build();
  }
}
