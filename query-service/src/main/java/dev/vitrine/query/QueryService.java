package dev.vitrine.query;

import dev.vitrine.query.view.ReadMetrics;
import dev.vitrine.tracing.Spans;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.SpringProperties;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.DeserializationFeature;

/** The side of the catalog that shoppers see. */
@SpringBootApplication(proxyBeanMethods = false)
public class QueryService {
  /** What the build makes of the beans' definitions and conditions; tests run without it. */
  private static final String AHEAD_OF_TIME =
      "dev.vitrine.query.QueryService__ApplicationContextInitializer";

  static {
    // Both are read once, before the first connection.
    // reactor-netty (1.3.6, 1.3.7) forgets to read on when the next request of a connection comes
    // while an answer is written (its issue 4361): the client waits for ever. Measured: 1 of about
    // 40 answers on a busy machine, 0 of 2,100 with this.
    System.setProperty("reactor.netty.http.server.lastFlushWhenNoRead", "true");
    // Of its own it takes at least four: on two processors an answer from Redis costs a sixth more.
    System.setProperty(
        "reactor.netty.ioWorkerCount",
        Integer.toString(Runtime.getRuntime().availableProcessors()));
    // Netty's default since 4.2, the adaptive one, costs a tenth more for each answer from Redis.
    preset("io.netty.allocator.type", "pooled");
    // Looks for leaks at one buffer of 128, with a stack trace for each: 4 % of such an answer.
    preset("io.netty.leakDetection.samplingInterval", "8192");
    // Lettuce would have flight recorder begin, for its events, within the start.
    System.setProperty("io.lettuce.core.jfr", "false");
  }

  private static void preset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  public static void main(String[] args) {
    if (SpringProperties.getProperty(AotDetector.AOT_ENABLED) == null
        && ClassUtils.isPresent(AHEAD_OF_TIME, QueryService.class.getClassLoader())) {
      SpringProperties.setFlag(AotDetector.AOT_ENABLED);
    }
    SpringApplication.run(QueryService.class, args);
  }

  @Bean
  Spans spans(
      @Value("${vitrine.tracing.endpoint:}") String endpoint,
      @Value("${spring.application.name}") String name) {
    // No trace begins here, so there is no share of any.
    return Spans.to(endpoint, name, 0);
  }

  @Bean
  ReadMetrics readMetrics(MeterRegistry registry) {
    return new ReadMetrics(registry);
  }

  @Bean
  JsonMapperBuilderCustomizer wireJson() {
    return builder -> builder.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }
}
