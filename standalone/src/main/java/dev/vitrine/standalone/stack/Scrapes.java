package dev.vitrine.standalone.stack;

import dev.vitrine.standalone.data.Ports;
import java.nio.file.Path;

/** What Prometheus reads of a stack. Jobs are named as the chart's PodMonitors name them. */
final class Scrapes {
  private Scrapes() {}

  /**
   * @param rules folder of the rule files
   */
  static String configuration(Ports ports, Path rules) {
    return """
    global:
      scrape_interval: 5s
      evaluation_interval: 5s
    rule_files: ["%s/*.yaml"]
    scrape_configs:
      - job_name: vitrine-command
        metrics_path: /actuator/prometheus
        static_configs: [{targets: ["127.0.0.1:%d"]}]
      - job_name: vitrine-projections
        metrics_path: /actuator/prometheus
        static_configs: [{targets: ["127.0.0.1:%d"]}]
      - job_name: vitrine-query
        metrics_path: /actuator/prometheus
        static_configs: [{targets: ["127.0.0.1:%d"]}]
      - job_name: vitrine-connect
        static_configs: [{targets: ["127.0.0.1:%d"]}]
    """
        .formatted(
            rules.toAbsolutePath(),
            ports.command(),
            ports.projections(),
            ports.queryManagement(),
            ports.connectMetrics());
  }
}
