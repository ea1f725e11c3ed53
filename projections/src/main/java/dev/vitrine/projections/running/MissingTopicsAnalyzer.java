package dev.vitrine.projections.running;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** One readable line instead of a stack trace. Named in META-INF/spring.factories. */
final class MissingTopicsAnalyzer extends AbstractFailureAnalyzer<MissingTopics> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, MissingTopics cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Create the topics, or set spring.kafka.bootstrap-servers to the brokers that have them.",
        cause);
  }
}
