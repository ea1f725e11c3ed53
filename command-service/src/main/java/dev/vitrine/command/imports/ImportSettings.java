package dev.vitrine.command.imports;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of imports.
 *
 * @param maxSize of one upload, inflated; also of what is on the wire
 * @param maxWaiting imports that are accepted and not finished
 * @param maxUploads uploads at a time
 * @param uploadIdle how long an upload may pause
 * @param uploadTime how long an upload may take
 * @param chunkRows rows that one transaction decides at most
 * @param lease how long a replica that fell silent keeps an import; longer than the longest chunk
 * @param poll how often a replica looks for an import that another one left
 */
@ConfigurationProperties("vitrine.imports")
record ImportSettings(
    @DefaultValue("1GB") DataSize maxSize,
    @DefaultValue("16") int maxWaiting,
    @DefaultValue("4") int maxUploads,
    @DefaultValue("60s") Duration uploadIdle,
    @DefaultValue("1h") Duration uploadTime,
    @DefaultValue("400") int chunkRows,
    @DefaultValue("20s") Duration lease,
    @DefaultValue("2s") Duration poll) {}
