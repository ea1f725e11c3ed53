package dev.vitrine.command.eventstore;

import dev.vitrine.command.claims.Claims;
import dev.vitrine.contract.event.EventMetadata;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** Axon, wired by hand: without a server, event processors, or its update checker. */
@Configuration(proxyBeanMethods = false)
class EventStoreConfiguration {
  @Bean
  TransactionManager axonTransactions(PlatformTransactionManager transactions) {
    return new SpringTransactionManager(transactions);
  }

  @Bean
  EventStore eventStore(
      DataSource dataSource, TransactionManager transactions, MeterRegistry meters) {
    return EmbeddedEventStore.builder()
        .storageEngine(
            new EventTable(
                new SpringDataSourceConnectionProvider(dataSource), transactions, meters))
        .build();
  }

  @Bean(initMethod = "start", destroyMethod = "shutdown")
  org.axonframework.config.Configuration axon(
      EventStore eventStore,
      TransactionManager transactions,
      Claims claims,
      List<AggregateConfigurer<?>> aggregates) {
    // false: looks for no modules on the class path; the only one there phones home.
    var configurer =
        DefaultConfigurer.defaultConfiguration(false)
            .configureSerializer(_ -> new EventSerializer())
            .configureTransactionManager(_ -> transactions)
            .configureEventStore(_ -> eventStore)
            .registerComponent(Claims.class, _ -> claims)
            .configureCorrelationDataProviders(
                _ ->
                    List.of(
                        new SimpleCorrelationDataProvider(
                            EventMetadata.ACTOR,
                            EventMetadata.CHANGE_SET,
                            EventMetadata.ORIGIN,
                            EventMetadata.TRACEPARENT)));
    aggregates.forEach(
        aggregate -> configurer.configureAggregate(aggregate.configureLockFactory(_ -> locks())));
    return configurer.buildConfiguration();
  }

  /** Local to the JVM, so it only spares retries. Waits at most 2 s. */
  private static PessimisticLockFactory locks() {
    return PessimisticLockFactory.builder()
        .acquireAttempts(20)
        .lockAttemptTimeout(100)
        .queueLengthThreshold(1_000)
        .build();
  }

  @Bean
  CommandGateway commandGateway(org.axonframework.config.Configuration axon) {
    return axon.commandGateway();
  }
}
