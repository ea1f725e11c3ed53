package dev.vitrine.command;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs tokens, and keeps the public key where the service reads it. */
public final class Tokens {
  private static final KeyPair KEYS = keys();

  private Tokens() {}

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String publicKeyLocation() {
    try {
      Path file = Files.createTempFile("vitrine-test-key", ".pem");
      file.toFile().deleteOnExit();
      Files.writeString(
          file,
          "-----BEGIN PUBLIC KEY-----\n"
              + Base64.getMimeEncoder().encodeToString(KEYS.getPublic().getEncoded())
              + "\n-----END PUBLIC KEY-----\n");
      return file.toUri().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String of(String role) {
    return sign(KEYS, "ada", "vitrine", role, Instant.now().plusSeconds(600));
  }

  /**
   * @param subject null for a token without one
   */
  public static String ofSubject(@Nullable String subject) {
    return sign(KEYS, subject, "vitrine", "admin", Instant.now().plusSeconds(600));
  }

  public static String expired() {
    return sign(KEYS, "ada", "vitrine", "admin", Instant.now().minusSeconds(600));
  }

  public static String forAnotherAudience() {
    return sign(KEYS, "ada", "elsewhere", "admin", Instant.now().plusSeconds(600));
  }

  public static String ofAnotherKey() {
    return sign(keys(), "ada", "vitrine", "admin", Instant.now().plusSeconds(600));
  }

  private static String sign(
      KeyPair keys, @Nullable String subject, String audience, String role, Instant expires) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.RS256),
              new JWTClaimsSet.Builder()
                  .subject(subject)
                  .audience(audience)
                  .claim("roles", List.of(role))
                  .expirationTime(Date.from(expires))
                  .build());
      token.sign(new RSASSASigner(keys.getPrivate()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
