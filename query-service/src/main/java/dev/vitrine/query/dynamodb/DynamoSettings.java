package dev.vitrine.query.dynamodb;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param endpoint absent on AWS
 * @param region absent where the SDK's own chain knows it
 * @param ca PEM file of the only CAs that are trusted with TLS; absent: the JVM's
 * @param maxConcurrency requests on the wire at once
 * @param maxPending reads that may wait for one of those
 * @param acquireTimeout how long they may
 * @param callTimeout of a read with its retries
 * @param attemptTimeout of one attempt
 */
@ConfigurationProperties("vitrine.dynamodb")
record DynamoSettings(
    @Nullable URI endpoint,
    @Nullable String region,
    @Nullable Path ca,
    @DefaultValue("64") int maxConcurrency,
    @DefaultValue("512") int maxPending,
    @DefaultValue("500ms") Duration acquireTimeout,
    @DefaultValue("2s") Duration callTimeout,
    @DefaultValue("1s") Duration attemptTimeout) {}
