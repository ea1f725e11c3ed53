package dev.vitrine.standalone.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Makes bearer tokens for the command side: RS256 (RFC 7519), audience {@code vitrine}. */
public final class Tokens {
  /** admin may do everything, viewer may only read. */
  public enum Role {
    ADMIN,
    VIEWER
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** A URL, as readers of tokens expect, of nobody. */
  private static final String ISSUER = "https://standalone.vitrine.invalid";

  private final KeyPairFiles keys;

  public Tokens(KeyPairFiles keys) {
    this.keys = keys;
  }

  /**
   * @param subject who the history will name
   */
  public String issue(Role role, String subject, Instant now, Duration timeToLive) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("sub", subject);
    claims.put("aud", "vitrine");
    claims.put("roles", List.of(role.name().toLowerCase(Locale.ROOT)));
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(timeToLive).getEpochSecond());
    String signed = part(Map.of("alg", "RS256", "typ", "JWT")) + "." + part(claims);
    return signed + "." + BASE64.encodeToString(sign(signed));
  }

  private byte[] sign(String text) {
    try {
      Signature rs256 = Signature.getInstance("SHA256withRSA");
      rs256.initSign(keys.privateKey());
      rs256.update(text.getBytes(StandardCharsets.US_ASCII));
      return rs256.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK signs RS256", e);
    }
  }

  private static String part(Map<String, Object> json) {
    return BASE64.encodeToString(JSON.writeValueAsBytes(json));
  }
}
