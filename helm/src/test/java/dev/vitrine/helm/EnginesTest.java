package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Helm 3 (helm-java) and Helm 4 (its binary) agree on every set of values. */
final class EnginesTest {
  static List<Path> values() {
    return Checkout.values();
  }

  @ParameterizedTest
  @MethodSource("values")
  void helm_3_lints_strictly(Path values, @TempDir Path scratch) {
    var result = Engines.lint(values, scratch);
    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("values")
  void helm_4_lints_strictly(Path values) {
    var ended = Engines.helm4("lint", List.of("--strict", "--values", values.toString()));
    assertThat(ended.code()).as(ended.out() + ended.error()).isZero();
  }

  @ParameterizedTest
  @MethodSource("values")
  void both_render_the_same(Path values) {
    Documents whole = Engines.render(values);
    assertThat(whole.all()).hasSizeGreaterThan(30);
    assertThat(whole.all().stream().filter(one -> one.annotation("helm.sh/hook").isEmpty()))
        .containsExactlyInAnyOrderElementsOf(Engines.helm3(List.of(values)).all());
  }

  /** A typing error must not be an install without the setting. */
  @ParameterizedTest
  @CsvSource({
    "'{querry: {replicas: 3}}'",
    "'{query: {replica: 3}}'",
    "'{query: {replicas: three}}'",
    "'{query: {resources: {requests: {cpu: 1, memory: 1Gi, disk: 1Gi}, limits: {memory: 1Gi}}}}'",
    "'{query: {tolerations: [{keys: a}]}}'",
    "'{query: {settings: {vitrin.near.bytes: 1MB}}}'",
    "'{query: {autoscaling: {kind: keda}}}'",
    "'{query: {pdb: {maxUnavailable: 0}}}'",
    "'{command: {javaOptions: [a]}}'",
    "'{connect: {connectors: {redis: {redis.ttl.seconds: 5}}}}'",
    "'{postgresql: {sslMode: on}}'",
    "'{postgresql: {password: secret}}'",
    "'{kafka: {securityProtocol: TLS}}'",
    "'{kafka: {bootstrapServers: kafka}}'",
    "'{redis: {url: redis://user:secret@redis:6379}}'",
    "'{dynamodb: {currencies: [usd]}}'",
    "'{networkPolicy: {gateway: [{podSelektor: {}}]}}'",
    "'{image: {tag: \"a b\"}}'",
    "'{global: {a: b}, topologySpread: {zones: Never}}'",
  })
  void the_schema_refuses(String wrong, @TempDir Path scratch) throws IOException {
    Path values = Files.writeString(scratch.resolve("wrong.yaml"), wrong);
    Path minimal = Checkout.CHART.resolve("ci/minimal-values.yaml");
    assertThatThrownBy(() -> Engines.helm3(List.of(minimal, values)))
        .hasMessageContaining("don't meet the specifications of the schema");
    var ended =
        Engines.helm4(
            "template", List.of("--values", minimal.toString(), "--values", values.toString()));
    assertThat(ended.code()).as(wrong).isNotZero();
    assertThat(ended.error()).contains("don't meet the specifications of the schema");
  }

  /** What the schema cannot say, a template says in one readable line. */
  @ParameterizedTest
  @CsvSource({
    "'{postgresql: {host: \"\"}}', postgresql.host is required",
    "'{postgresql: {secret: \"\"}}', postgresql.secret is required",
    "'{kafka: {bootstrapServers: \"\"}}', kafka.bootstrapServers is required",
    "'{kafka: {securityProtocol: SASL_SSL}}', kafka.sasl.secret is required",
    "'{jwt: {jwkSetUri: \"\"}}', one of jwt.jwkSetUri",
    "'{redis: {url: \"\"}}', redis.url or redis.secret is required",
    "'{redis: {url: \"redis://r:6379\", caSecret: ca}}', must begin with rediss",
    "'{dynamodb: {caSecret: ca}}', is for a dynamodb.endpoint of your own",
    "'{query: {settings: {management.endpoints.web.exposure.include: info}}}', is settled when",
    "'{query: {terminationGracePeriodSeconds: 20}}', terminationGracePeriodSeconds must be more",
    "'{query: {canary: {enabled: true}}}', query.canary.tag is required",
    "'{query: {autoscaling: {minReplicas: 50}}}', minReplicas is more than maxReplicas",
    "'{projections: {autoscaling: {kind: keda, maxReplicas: 7}}}', the rest would be idle",
  })
  void a_template_refuses(String wrong, String why, @TempDir Path scratch) throws IOException {
    Path values = Files.writeString(scratch.resolve("wrong.yaml"), wrong);
    Path minimal = Checkout.CHART.resolve("ci/minimal-values.yaml");
    assertThatThrownBy(() -> Engines.helm3(List.of(minimal, values))).hasMessageContaining(why);
  }

  /** Who installs is told what anybody on the network can read. */
  @ParameterizedTest
  @CsvSource({
    "ci/keda-values.yaml, kafka.securityProtocol is PLAINTEXT, true",
    "ci/keda-values.yaml, redis.url begins with redis://, true",
    "ci/two-replica-dev-values.yaml, dynamodb.endpoint begins with http://, true",
    "ci/two-replica-dev-values.yaml, postgresql.sslMode is disable, true",
    "values-prod.yaml, in the clear, false",
  })
  void notes_say_what_goes_in_the_clear(String values, String text, boolean said) {
    var ended =
        Engines.helm4(
            "install",
            List.of("--dry-run=client", "--values", Checkout.CHART.resolve(values).toString()));
    assertThat(ended.code()).as(ended.error()).isZero();
    String notes = ended.out().substring(ended.out().indexOf("\nNOTES:"));
    assertThat(notes.contains(text)).as(notes).isEqualTo(said);
  }
}
