package dev.vitrine.standalone.token;

import dev.vitrine.standalone.data.StandaloneException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The RSA key pair of one data directory, made once; readable by its owner alone. */
public final class KeyPairFiles {
  private static final int BITS = 2048;
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private final Path dir;

  public KeyPairFiles(Path dir) {
    this.dir = dir;
  }

  public Path publicKey() {
    return dir.resolve("public.pem");
  }

  private Path privateKeyFile() {
    return dir.resolve("private.pem");
  }

  /** Makes the pair when there is none. The private key comes last: half a pair is made anew. */
  public void ensure() {
    if (Files.exists(privateKeyFile())) {
      return;
    }
    try {
      Files.createDirectories(
          dir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      write(publicKey(), PUBLIC, pair.getPublic().getEncoded());
      write(privateKeyFile(), PRIVATE, pair.getPrivate().getEncoded());
    } catch (IOException | GeneralSecurityException e) {
      throw new StandaloneException("cannot make a key pair in " + dir + ": " + e.getMessage(), e);
    }
  }

  /**
   * @throws StandaloneException when there is no key, or none that can be read
   */
  PrivateKey privateKey() {
    try {
      String pem = Files.readString(privateKeyFile());
      String base64 =
          pem.replace("-----BEGIN " + PRIVATE + "-----", "")
              .replace("-----END " + PRIVATE + "-----", "");
      byte[] der = Base64.getMimeDecoder().decode(base64);
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IOException e) {
      throw new StandaloneException("no key in " + dir + " (the first ./vitrine up makes it)", e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new StandaloneException("not a private key: " + privateKeyFile(), e);
    }
  }

  private static void write(Path file, String kind, byte[] der) throws IOException {
    var onlyOwner = PosixFilePermissions.fromString("rw-------");
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    Files.createFile(next, PosixFilePermissions.asFileAttribute(onlyOwner));
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    Files.writeString(
        next, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
