package dev.vitrine.query.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param streams open at once on this replica
 * @param queued changes that a client may be behind; then it is cut off
 * @param kept last changes, from which a client that comes back goes on
 * @param heartbeat how often an idle stream says that it lives
 */
@ConfigurationProperties("vitrine.stream")
record StreamSettings(
    @DefaultValue("20000") int streams,
    @DefaultValue("64") int queued,
    @DefaultValue("20000") int kept,
    @DefaultValue("15s") Duration heartbeat) {}
