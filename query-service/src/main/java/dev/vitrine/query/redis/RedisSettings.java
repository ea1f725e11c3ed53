package dev.vitrine.query.redis;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param url for example {@code redis://127.0.0.1:16379}, {@code rediss://user:password@host:6380}
 * @param ca PEM file of the only CAs that are trusted with TLS; absent: the JVM's. Read anew for
 *     each connection
 * @param timeout of one command; then the read goes on without Redis. Much less than a start's
 *     worst pause, and reads that Redis has answered go to DynamoDB as well just when the processor
 *     is short
 * @param queueSize commands that may be under way at once on a connection
 * @param fillTtl how long a filled view stays, give or take a tenth; floors are held for longer
 * @param fillsInFlight fills under way at once; more are dropped
 */
@ConfigurationProperties("vitrine.redis")
public record RedisSettings(
    @DefaultValue("redis://127.0.0.1:6379") String url,
    @Nullable Path ca,
    @DefaultValue("200ms") Duration timeout,
    @DefaultValue("1024") int queueSize,
    @DefaultValue("30s") Duration fillTtl,
    @DefaultValue("256") int fillsInFlight) {}
