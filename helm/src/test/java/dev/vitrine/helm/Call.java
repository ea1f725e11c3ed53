package dev.vitrine.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a workload calls.
 *
 * @param host as the caller names it
 */
record Call(String host, int port) {
  static final Pattern URL =
      Pattern.compile("(https?|jdbc:postgresql)://([a-z0-9][a-z0-9.-]*)(?::(\\d+))?");
  private static final Pattern BROKERS =
      Pattern.compile("bootstrap[.-]servers[=:] *\"?([^\\s\"]+)", Pattern.CASE_INSENSITIVE);

  /** All that its arguments, variables and settings name; what only a secret names is not here. */
  static List<Call> named(Documents documents, Workload workload) {
    List<Call> calls = new ArrayList<>();
    String texts = texts(documents, workload);
    for (Matcher url = URL.matcher(texts); url.find(); ) {
      int usual =
          switch (url.group(1)) {
            case "http" -> 80;
            case "https" -> 443;
            default -> 5432;
          };
      calls.add(
          new Call(url.group(2), url.group(3) == null ? usual : Integer.parseInt(url.group(3))));
    }
    for (Matcher brokers = BROKERS.matcher(texts); brokers.find(); ) {
      for (String broker : brokers.group(1).split(",", -1)) {
        int colon = broker.lastIndexOf(':');
        calls.add(
            new Call(broker.substring(0, colon), Integer.parseInt(broker.substring(colon + 1))));
      }
    }
    String region = workload.variable("AWS_REGION");
    if (!region.isEmpty()) {
      for (String host : List.of("dynamodb.", "sts.", "111122223333.ddb.")) {
        calls.add(new Call(host + region + ".amazonaws.com", 443));
      }
    }
    return calls;
  }

  private static String texts(Documents documents, Workload workload) {
    StringBuilder texts = new StringBuilder();
    for (JsonNode container : workload.containers()) {
      container.path("args").forEach(one -> texts.append(one.asText()).append('\n'));
      container.path("env").forEach(one -> texts.append(one.path("value").asText()).append('\n'));
    }
    Settings.mounted(documents, workload).forEach(text -> texts.append(text).append('\n'));
    return texts.toString();
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
