package dev.vitrine.command.imports;

import dev.vitrine.command.imports.format.ImportFormat;
import dev.vitrine.command.web.Problem;
import dev.vitrine.command.web.ProblemException;
import dev.vitrine.command.web.ProblemType;
import java.util.Currency;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of {@code POST /v1/imports}. */
final class ImportQuery {
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

  private ImportQuery() {}

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  static ImportRequest read(
      Map<String, String> parameters, String actor, @Nullable String traceparent) {
    String name = parameters.get("format");
    ImportFormat format =
        (name == null ? ImportFormat.parse("") : ImportFormat.parse(name))
            .orElseThrow(() -> bad("format must be one of " + ImportFormat.names() + "."));
    // Without a "=" the parameter is there and has no value.
    String publish =
        parameters.containsKey("publish") ? String.valueOf(parameters.get("publish")) : "false";
    if (!publish.equals("true") && !publish.equals("false")) {
      throw bad("publish must be true or false.");
    }
    String currency = parameters.get("currency");
    if (currency == null && format.needsCurrency()) {
      throw bad(
          "currency must be sent: prices of "
              + format.text()
              + " do not say theirs (?currency=USD).");
    }
    if (currency != null
        && Currency.availableCurrencies().noneMatch(c -> c.getCurrencyCode().equals(currency))) {
      throw bad("currency must be an ISO 4217 code such as USD.");
    }
    return new ImportRequest(format, publish.equals("true"), currency, actor, traceparent);
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(Problem.of(ProblemType.BAD_PARAMETER, detail));
  }
}
