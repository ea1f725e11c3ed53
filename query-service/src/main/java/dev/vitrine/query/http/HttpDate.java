package dev.vitrine.query.http;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Now, as HTTP has it (RFC 9110, section 5.6.7); made once a second. */
final class HttpDate {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private record Made(long second, AsciiString text) {}

  private static volatile Made last = make(0);

  private HttpDate() {}

  static AsciiString now() {
    long second = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
    Made made = last;
    if (made.second != second) {
      made = make(second);
      last = made;
    }
    return made.text;
  }

  private static Made make(long second) {
    return new Made(second, new AsciiString(FORMAT.format(Instant.ofEpochSecond(second))));
  }
}
