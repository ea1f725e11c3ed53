import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A feed of new prices: small files at a steady rate, each row a new price of another product, and
 * at each replica a storefront that listens to {@code /v1/stream} and reads what it is told of.
 * Started by {@code loadtests/bench/feed}, which says what it prints.
 */
public final class Feed {
  private static final String CATEGORY = "bench-feed";
  private static final long SECOND = 1_000_000_000L;

  /** A price comes again after so long, so that what is read tells which change it is of. */
  private static final int ROUND_SECONDS = 10;

  private static final int BATCH = 100;
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
  private static final Duration SET_UP_WITHIN = Duration.ofSeconds(120);
  private static final Pattern TOLD = Pattern.compile("data:\\{\"id\":\"bench-feed-(\\d+)\".*");
  private static final Pattern READ =
      Pattern.compile("\"id\":\"bench-feed-(\\d+)\".*?\"amount\":\"(\\d+)\\.(\\d\\d)\"");
  private static final Pattern LAG =
      Pattern.compile(
          "vitrine_sink_lag_buckets_total\\{.*?connector=\"([^\"]+)\".*?le=\"([^\"]+)\".*\\}"
              + " (\\S+)");

  /** One file. Times are of {@link System#nanoTime()}. */
  private static final class Upload {
    private final int slot;
    private final long price;
    private final long due;
    private long acknowledged;
    private String location = "";
    private final long[][] seen;

    Upload(int slot, long price, long due, int replicas, int rows) {
      this.slot = slot;
      this.price = price;
      this.due = due;
      this.seen = new long[replicas][rows];
    }
  }

  private final String command;
  private final List<String> replicas;
  private final String metrics;
  private final int rate;
  private final int rows;
  private final int slots;
  private final String token = System.getenv().getOrDefault("VITRINE_TOKEN", "");
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** The newest upload of each slot; a slot is the products of one file. */
  private final AtomicReferenceArray<Upload> newest;

  private long price = Instant.now().getEpochSecond() % 1_000_000;
  private int refused;
  private final AtomicInteger cutOff = new AtomicInteger();
  private final AtomicInteger unavailable = new AtomicInteger();
  private volatile Throwable broken;

  private Feed(String[] arguments) {
    command = arguments[0];
    replicas = List.of(arguments[1].split(","));
    metrics = arguments[2];
    rate = Integer.parseInt(arguments[3]);
    rows = Integer.parseInt(arguments[4]);
    slots = Math.ceilDiv(rate * ROUND_SECONDS, rows);
    newest = new AtomicReferenceArray<>(slots);
  }

  public static void main(String[] arguments) throws Exception {
    System.exit(
        new Feed(arguments).run(Integer.parseInt(arguments[5]), Integer.parseInt(arguments[6]))
            ? 0
            : 1);
  }

  private boolean run(int warmUp, int seconds) throws Exception {
    setUp();
    for (int i = 0; i < replicas.size(); i++) {
      int replica = i;
      BlockingQueue<Integer> told = new LinkedBlockingQueue<>();
      started("stream of " + replicas.get(i), () -> listen(replica, told));
      started("reads of " + replicas.get(i), () -> read(replica, told));
    }
    System.out.printf("warm-up, not counted: %s%n", told(feed(warmUp)));
    refused = 0;
    cutOff.set(0);
    unavailable.set(0);
    Map<String, Map<Double, Double>> lagBefore = lags();
    long[] busyBefore = processor();
    List<Upload> uploads = feed(seconds);
    long[] busyAfter = processor();
    if (uploads.isEmpty()) {
      throw new IOException("nothing was uploaded", broken);
    }
    System.out.println(told(uploads));
    long missing = missing(uploads);
    long changes = (long) uploads.size() * rows;
    double took = (uploads.getLast().acknowledged - uploads.getFirst().due) / (double) SECOND;
    System.out.printf(
        Locale.ROOT,
        "%,d changes, %.0f a second, in files of %d rows; at %d replicas %,d not readable within %d"
            + " s of the last; %d uploads refused and sent again; %d reads answered 503; %d streams"
            + " cut off and resumed; processors %.0f %% busy%n",
        changes,
        changes / Math.max(took, seconds),
        rows,
        replicas.size(),
        missing,
        SEEN_WITHIN.toSeconds(),
        refused,
        unavailable.get(),
        cutOff.get(),
        100.0 * (busyAfter[0] - busyBefore[0]) / (busyAfter[1] - busyBefore[1]));
    table(uploads);
    sinks(lagBefore, lags());
    if (broken != null) {
      System.out.println("ended early: " + broken);
    }
    return missing == 0 && broken == null && changes / took > 0.98 * rate;
  }

  // --- what is changed

  private void setUp() throws Exception {
    HttpResponse<String> created =
        post("/v1/categories", "{\"id\":\"" + CATEGORY + "\",\"name\":\"Bench feed\"}");
    if (created.statusCode() != 201 && created.statusCode() != 409) {
      throw new IOException("the category: " + created.statusCode() + " " + created.body());
    }
    String all =
        IntStream.range(0, slots).mapToObj(slot -> file(slot, price)).collect(Collectors.joining());
    String location = upload(all);
    String job = "";
    long deadline = System.nanoTime() + SET_UP_WITHIN.toNanos();
    while (!job.contains("\"state\":\"done\"")) {
      if (job.contains("\"state\":\"failed\"") || System.nanoTime() > deadline) {
        throw new IOException("the products are not imported: " + job);
      }
      Thread.sleep(200);
      job = get(location, true).body();
    }
    if (!job.contains("\"rejected\":0,")) {
      throw new IOException("products were refused: " + job);
    }
    for (String replica : replicas) {
      String last = replica + "/v1/products?ids=" + CATEGORY + "-" + (slots * rows - 1);
      while (!get(last, false).body().contains(amount(price))) {
        if (System.nanoTime() > deadline) {
          throw new IOException("the products are not readable at " + replica);
        }
        Thread.sleep(100);
      }
    }
    System.out.printf("%,d products of %s have a price%n", slots * rows, CATEGORY);
  }

  private static String amount(long cents) {
    return "\"amount\":\"%d.%02d\"".formatted(cents / 100, cents % 100);
  }

  private String file(int slot, long cents) {
    StringBuilder file = new StringBuilder();
    for (int i = slot * rows; i < (slot + 1) * rows; i++) {
      file.append(
              "{\"id\":\"bench-feed-%d\",\"name\":\"Feed %d\",\"categories\":[\"bench-feed\"],"
                  .formatted(i, i))
          .append(
              "\"variants\":[{\"sku\":\"BENCH-FEED-%d\",\"prices\":[{\"currency\":\"EUR\","
                  .formatted(i))
          .append(amount(cents))
          .append("}]}]}\n");
    }
    return file.toString();
  }

  /** One file after the other, each when it is due or, where the one before took longer, later. */
  private List<Upload> feed(int seconds) throws Exception {
    List<Upload> uploads = new ArrayList<>();
    long begin = System.nanoTime();
    long count = (long) rate * seconds / rows;
    for (int i = 0; i < count && broken == null; i++) {
      int slot = i % slots;
      price += slot == 0 ? 1 : 0;
      var next = new Upload(slot, price, begin + i * SECOND * rows / rate, replicas.size(), rows);
      Thread.sleep(Duration.ofNanos(Math.max(0, next.due - System.nanoTime())));
      newest.set(slot, next);
      next.location = upload(file(slot, price));
      next.acknowledged = System.nanoTime();
      uploads.add(next);
    }
    long deadline = System.nanoTime() + SEEN_WITHIN.toNanos();
    while (missing(uploads) > 0 && System.nanoTime() < deadline && broken == null) {
      Thread.sleep(100);
    }
    return uploads;
  }

  private String upload(String file) throws IOException, InterruptedException {
    while (true) {
      HttpResponse<String> answer = post("/v1/imports?format=jsonl&publish=true", file);
      if (answer.statusCode() == 202) {
        String location = answer.headers().firstValue("Location").orElseThrow();
        return location.startsWith("/") ? command + location : location;
      }
      if (answer.statusCode() != 429 && answer.statusCode() != 503) {
        throw new IOException("an upload: " + answer.statusCode() + " " + answer.body());
      }
      refused++;
      Thread.sleep(20);
    }
  }

  // --- what is read

  private interface Work {
    void run() throws Exception;
  }

  private void started(String name, Work work) {
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                work.run();
                throw new IOException(name + " has ended");
              } catch (Exception e) {
                broken = e;
              }
            });
  }

  /**
   * As an EventSource does: comes back from where it was; where that is too long ago, reads all.
   */
  private void listen(int replica, BlockingQueue<Integer> told) throws Exception {
    URI stream = URI.create(replicas.get(replica) + "/v1/stream?category=" + CATEGORY);
    String[] last = {""};
    while (true) {
      var request = HttpRequest.newBuilder(stream);
      if (!last[0].isEmpty()) {
        request.header("Last-Event-ID", last[0]);
        cutOff.incrementAndGet();
      }
      HttpResponse<Stream<String>> answer = http.send(request.build(), BodyHandlers.ofLines());
      if (answer.statusCode() != 200) {
        throw new IOException("no stream: " + answer.statusCode());
      }
      try (Stream<String> lines = answer.body()) {
        lines.forEach(
            line -> {
              Matcher change = TOLD.matcher(line);
              if (change.matches()) {
                told.add(Integer.parseInt(change.group(1)));
              } else if (line.startsWith("id:")) {
                last[0] = line.substring("id:".length());
              } else if (line.startsWith("event:reset")) {
                IntStream.range(0, slots * rows).forEach(told::add);
              }
            });
      } catch (UncheckedIOException _) {
        // Cut off.
      }
    }
  }

  private void read(int replica, BlockingQueue<Integer> told) throws Exception {
    Set<Integer> asked = new LinkedHashSet<>();
    while (true) {
      if (asked.isEmpty()) {
        asked.add(told.take());
      }
      while (asked.size() < BATCH && told.peek() != null) {
        asked.add(told.remove());
      }
      String ids = asked.stream().map(id -> CATEGORY + "-" + id).collect(Collectors.joining(","));
      HttpResponse<String> answer = get(replicas.get(replica) + "/v1/products?ids=" + ids, false);
      long now = System.nanoTime();
      if (answer.statusCode() == 503) { // not yet; late in what is measured
        unavailable.incrementAndGet();
        Thread.sleep(20);
        continue;
      }
      if (answer.statusCode() != 200) {
        throw new IOException("a read: " + answer.statusCode() + " " + answer.body());
      }
      Matcher product = READ.matcher(answer.body());
      while (product.find()) {
        int id = Integer.parseInt(product.group(1));
        Upload upload = newest.get(id / rows);
        long cents = Long.parseLong(product.group(2)) * 100 + Long.parseLong(product.group(3));
        if (upload != null && upload.price == cents) {
          asked.remove(id);
          if (upload.seen[replica][id % rows] == 0) {
            upload.seen[replica][id % rows] = now;
          }
        }
      }
      // What it was told of and is not there yet is asked for again, and found missing at the end.
      if (!asked.isEmpty()) {
        Thread.sleep(5);
      }
      asked.removeIf(id -> newest.get(id / rows) == null);
    }
  }

  private long missing(List<Upload> uploads) {
    return uploads.stream()
        .flatMap(upload -> Arrays.stream(upload.seen))
        .flatMapToLong(Arrays::stream)
        .filter(seen -> seen == 0)
        .count();
  }

  // --- what came of it

  private String told(List<Upload> uploads) {
    double[] times = times(uploads, upload -> upload.acknowledged);
    return "acknowledged to readable at every replica p50 %.0f ms, p99 %.0f ms"
        .formatted(at(times, 0.5), at(times, 0.99));
  }

  private void table(List<Upload> uploads) throws Exception {
    Map<Upload, Long> ends = new HashMap<>();
    long offset = System.nanoTime() - nanos(Instant.now());
    for (Upload upload : uploads) {
      String job = get(upload.location, true).body();
      Matcher end = Pattern.compile("\"finishedAt\":\"([^\"]+)\"").matcher(job);
      if (!end.find() || !job.contains("\"accepted\":" + rows + ",")) {
        throw new IOException("not all rows of a file were accepted: " + job);
      }
      ends.put(upload, nanos(Instant.parse(end.group(1))) + offset);
    }
    System.out.printf(
        "%-44s %8s %8s %8s%n", "ms until readable at every replica", "p50", "p99", "max");
    row("from when the file was due", times(uploads, upload -> upload.due));
    row("from its acknowledgement (202)", times(uploads, upload -> upload.acknowledged));
    row("from the end of its import", times(uploads, ends::get));
    double[] imports =
        uploads.stream()
            .mapToDouble(upload -> (ends.get(upload) - upload.acknowledged) / 1e6)
            .sorted()
            .toArray();
    row("(acknowledgement to end of import)", imports);
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * SECOND + time.getNano();
  }

  /** Sorted, in milliseconds, of what was seen at all replicas: at the last of them. */
  private double[] times(List<Upload> uploads, ToDoubleFunction<Upload> from) {
    return uploads.stream()
        .flatMapToDouble(
            upload ->
                IntStream.range(0, rows)
                    .filter(row -> Arrays.stream(upload.seen).allMatch(seen -> seen[row] != 0))
                    .mapToLong(
                        row ->
                            Arrays.stream(upload.seen)
                                .mapToLong(seen -> seen[row])
                                .max()
                                .orElseThrow())
                    .mapToDouble(seen -> (seen - from.applyAsDouble(upload)) / 1e6))
        .sorted()
        .toArray();
  }

  private static void row(String what, double[] sorted) {
    System.out.printf(
        Locale.ROOT,
        "%-44s %8.0f %8.0f %8.0f%n",
        what,
        at(sorted, 0.5),
        at(sorted, 0.99),
        at(sorted, 1));
  }

  private static double at(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)];
  }

  /** Records stored by each sink within so many seconds of their change, cumulative. */
  private Map<String, Map<Double, Double>> lags() throws IOException, InterruptedException {
    Map<String, Map<Double, Double>> found = new TreeMap<>();
    Matcher lag = LAG.matcher(get(metrics, false).body());
    while (lag.find()) {
      double bound =
          lag.group(2).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(lag.group(2));
      found
          .computeIfAbsent(lag.group(1), _ -> new TreeMap<>())
          .merge(bound, Double.parseDouble(lag.group(3)), Double::sum);
    }
    return found;
  }

  /** To within the histogram's bounds. */
  private static void sinks(
      Map<String, Map<Double, Double>> before, Map<String, Map<Double, Double>> after) {
    after.forEach(
        (sink, buckets) -> {
          Map<Double, Double> old = before.getOrDefault(sink, Map.of());
          double all = 0;
          for (var bucket : buckets.entrySet()) {
            all = Math.max(all, bucket.getValue() - old.getOrDefault(bucket.getKey(), 0.0));
          }
          double total = all;
          ToDoubleFunction<Double> within =
              share ->
                  buckets.entrySet().stream()
                      .filter(
                          bucket ->
                              bucket.getValue() - old.getOrDefault(bucket.getKey(), 0.0)
                                  >= total * share)
                      .mapToDouble(Map.Entry::getKey)
                      .findFirst()
                      .orElse(Double.NaN);
          System.out.printf(
              Locale.ROOT,
              "%s stored %,.0f views: half of them within %s s of their change, 99 %% within %s"
                  + " s%n",
              sink,
              total,
              within.applyAsDouble(0.5),
              within.applyAsDouble(0.99));
        });
  }

  /** Ticks that were not idle, and all of them. */
  private static long[] processor() throws IOException {
    long[] ticks =
        Arrays.stream(Files.readAllLines(Path.of("/proc/stat")).getFirst().split("\\s+"))
            .skip(1)
            .limit(8)
            .mapToLong(Long::parseLong)
            .toArray();
    long all = Arrays.stream(ticks).sum();
    return new long[] {all - ticks[3] - ticks[4], all};
  }

  private HttpResponse<String> get(String url, boolean admin)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
    if (admin) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(command + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
