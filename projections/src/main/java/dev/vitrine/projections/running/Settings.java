package dev.vitrine.projections.running;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param topicsWait how long the start waits for brokers and topics before the process ends
 */
@ConfigurationProperties("vitrine.projections")
record Settings(@DefaultValue("60s") Duration topicsWait) {}
