package dev.vitrine.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the operator's page of Strimzi's example has one type, against a cluster that only listens.
 */
final class OperatorTest {
  private static final String PEM =
      "-----BEGIN CERTIFICATE-----\nMIIB\nAAAA\n-----END CERTIFICATE-----\n";
  private static final String JAAS =
      "org.apache.kafka.common.security.scram.ScramLoginModule required"
          + " username=\"vitrine-operator\" password=\"a$b\";";

  @Test
  void kafkas_programs_get_a_file_that_is_the_operators(@TempDir Path work) throws IOException {
    Path kubectl = work.resolve("kubectl");
    Files.writeString(work.resolve("ca.crt"), PEM);
    Files.writeString(work.resolve("sasl.jaas.config"), JAAS);
    Files.writeString(
        kubectl,
        """
        #!/bin/sh
        here=$(dirname "$0")
        case "$*" in
          *"get secret vitrine-operator"*sasl.jaas.config*) cat "$here/sasl.jaas.config" ;;
          *"get secret vitrine-kafka-cluster-ca-cert"*ca.crt*) cat "$here/ca.crt" ;;
          *"exec -i vitrine-kafka-brokers-0"*"cat >/tmp/operator.properties") cat >"$here/file" ;;
          *) echo "$*" ;;
        esac
        """);
    assertThat(kubectl.toFile().setExecutable(true)).isTrue();
    Matcher blocks =
        Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
            .matcher(Checkout.read(Checkout.HELM.resolve("examples/strimzi/README.md")));
    StringBuilder typed = new StringBuilder("set -eu\n");
    while (blocks.find()) {
      typed.append(blocks.group(1));
    }
    var ended =
        Processes.run(
            work,
            typed.toString(),
            List.of("env", "PATH=" + work + ":" + System.getenv("PATH"), "sh"));
    assertThat(ended.error()).isEmpty();
    assertThat(ended.code()).isZero();
    Properties file = new Properties();
    try (var reader = Files.newBufferedReader(work.resolve("file"), StandardCharsets.UTF_8)) {
      file.load(reader);
    }
    assertThat(file)
        .containsEntry("sasl.jaas.config", JAAS)
        .containsEntry("ssl.truststore.certificates", PEM)
        .containsEntry("security.protocol", "SASL_SSL");
    assertThat(ended.out().lines())
        .hasSize(3)
        .allSatisfy(
            call ->
                assertThat(call)
                    .contains(" -- bin/kafka-")
                    .contains(" --command-config /tmp/operator.properties "));
  }
}
