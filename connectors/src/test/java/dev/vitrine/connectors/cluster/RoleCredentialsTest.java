package dev.vitrine.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.connectors.cluster.Answers.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/**
 * IRSA: the token that EKS mounts is changed into credentials, by modules that are found at run
 * time only.
 */
class RoleCredentialsTest {
  private static final String TAKEN =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <AssumeRoleWithWebIdentityResult>
          <Credentials>
            <AccessKeyId>AKIDOFTHEROLE</AccessKeyId>
            <SecretAccessKey>of-the-role</SecretAccessKey>
            <SessionToken>session</SessionToken>
            <Expiration>2100-01-01T00:00:00Z</Expiration>
          </Credentials>
        </AssumeRoleWithWebIdentityResult>
      </AssumeRoleWithWebIdentityResponse>
      """;

  @Test
  void a_token_becomes_the_credentials_of_its_role(@TempDir Path folder) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "a.b.c");
    try (Answers sts = new Answers((_, _) -> new Answer(200, TAKEN, "Content-Type", "text/xml"))) {
      System.setProperty("aws.endpointUrlSts", sts.uri().toString());
      System.setProperty("aws.region", "eu-west-1");
      try (var provider =
          WebIdentityTokenFileCredentialsProvider.builder()
              .webIdentityTokenFile(token)
              .roleArn("arn:aws:iam::111122223333:role/vitrine-connect")
              .build()) {
        assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("AKIDOFTHEROLE");
      } finally {
        System.clearProperty("aws.endpointUrlSts");
        System.clearProperty("aws.region");
      }
    }
  }
}
