package dev.vitrine.standalone.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TokensTest {
  @TempDir Path temp = Path.of("");

  @Test
  void a_token_verifies_with_the_public_key_and_says_who_and_what()
      throws IOException, GeneralSecurityException {
    var keys = new KeyPairFiles(temp.resolve("keys"));
    keys.ensure();
    String token =
        new Tokens(keys)
            .issue(Tokens.Role.VIEWER, "ana", Instant.ofEpochSecond(1_000), Duration.ofMinutes(1));
    List<String> parts = List.of(token.split("\\.", -1));
    Signature rs256 = Signature.getInstance("SHA256withRSA");
    String pem = Files.readString(keys.publicKey()).replaceAll("-----[A-Z ]+-----", "");
    byte[] der = Base64.getMimeDecoder().decode(pem);
    rs256.initVerify(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)));
    rs256.update((parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.US_ASCII));
    assertThat(rs256.verify(Base64.getUrlDecoder().decode(parts.get(2)))).isTrue();
    JsonNode claims =
        JsonMapper.builder().build().readTree(Base64.getUrlDecoder().decode(parts.get(1)));
    assertThat(claims.path("sub").asString()).isEqualTo("ana");
    assertThat(claims.path("aud").asString()).isEqualTo("vitrine");
    assertThat(claims.path("roles").toString()).isEqualTo("[\"viewer\"]");
    assertThat(claims.path("exp").asLong()).isEqualTo(1_060);
  }

  @Test
  void only_the_owner_can_read_the_private_key_and_it_is_made_once() throws IOException {
    Path dir = temp.resolve("keys");
    new KeyPairFiles(dir).ensure();
    Path file = dir.resolve("private.pem");
    byte[] first = Files.readAllBytes(file);
    new KeyPairFiles(dir).ensure();
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
