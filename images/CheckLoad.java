import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads one URL with so many clients as long as a file is there, and counts every answer: {@code
 * URL CLIENTS FILE}. Ends with 1 when one did not come, was not 200 or had another body than the
 * first.
 */
final class CheckLoad {
  private static final Duration BOUND = Duration.ofSeconds(15);

  private CheckLoad() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(args[0])).timeout(BOUND).build();
    int clients = Integer.parseInt(args[1]);
    Path busy = Path.of(args[2]);
    HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(BOUND).build();
    String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < clients; client++) {
        threads.execute(
            () -> {
              while (Files.exists(busy)) {
                String answer = ask(http, request, body);
                answers.computeIfAbsent(answer, _ -> new LongAdder()).increment();
              }
            });
      }
    }
    LongAdder good = answers.remove("good");
    long count = good == null ? 0 : good.sum();
    System.out.println("good=" + count + " failed=" + answers);
    System.exit(count > 0 && answers.isEmpty() ? 0 : 1);
  }

  private static String ask(HttpClient http, HttpRequest request, String body) {
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        return "status " + answer.statusCode();
      }
      return answer.body().equals(body) ? "good" : "another body";
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a client", e);
    }
  }
}
