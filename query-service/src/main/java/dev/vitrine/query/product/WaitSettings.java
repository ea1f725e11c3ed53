package dev.vitrine.query.product;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param longest that a read waits for a version, whatever it prefers
 * @param readers that may wait at once; further ones are told to come back
 */
@ConfigurationProperties("vitrine.wait")
record WaitSettings(@DefaultValue("10s") Duration longest, @DefaultValue("64") int readers) {}
