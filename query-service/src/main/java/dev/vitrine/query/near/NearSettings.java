package dev.vitrine.query.near;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param bootstrapServers Kafka's; without any the cache is only bounded in age, and this replica
 *     does not know what it served before a restart
 * @param properties of Kafka's clients beside the servers, such as {@code security.protocol}
 * @param bytes that the entries may take; 0 keeps none
 * @param maxAge for how long at most an entry is answered after the last moment at which it was
 *     known to be the newest, up to a fifth less by its key; with Kafka there that moment is never
 *     longer ago than about a second
 * @param absentFor how long at most nothing is kept where nothing was, up to a fifth less
 * @param floors keys whose newest version is remembered while a store may be behind it
 * @param hold how long after the stores have caught up the floor of a change stays: longer than a
 *     read of DynamoDB and a fill of Redis with its time to live together
 * @param sinks consumer groups of the connectors that write the stores
 */
@ConfigurationProperties("vitrine.near")
record NearSettings(
    @Nullable String bootstrapServers,
    @DefaultValue Map<String, String> properties,
    @DefaultValue("64MB") DataSize bytes,
    @DefaultValue("10s") Duration maxAge,
    @DefaultValue("2s") Duration absentFor,
    @DefaultValue("1000000") int floors,
    @DefaultValue("60s") Duration hold,
    @DefaultValue({"connect-vitrine-dynamodb-sink", "connect-vitrine-redis-sink"})
        List<String> sinks) {
  NearSettings {
    properties = Map.copyOf(properties);
    sinks = List.copyOf(sinks);
  }
}
