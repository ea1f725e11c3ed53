import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens many streams of one product from one thread, then changes it and reads what they are told.
 * Started by {@code loadtests/bench/streams}, which says what it prints.
 */
public final class Streams {
  /** Being opened at once; the server's accept queue is bounded too. */
  private static final int OPENING = 100;

  /** From one address to one port there are about 28,000 connections. */
  private static final int PER_ADDRESS = 20_000;

  private static final Duration OPEN_WITHIN = Duration.ofSeconds(180);
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(20);
  private static final Pattern VERSION = Pattern.compile("data:\\{[^\\n]*\"version\":(\\d+)");

  private enum State {
    OPENING,
    LISTENING,
    GONE
  }

  /** One client: what came, without the framing of the chunks. */
  private static final class Stream {
    private final SocketChannel channel;
    private final StringBuilder framed = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private State state = State.OPENING;
    private boolean headersRead;
    private long heardVersion;
    private long heardAt;

    Stream(SocketChannel channel) {
      this.channel = channel;
    }

    /** Takes what has come; false when it is no stream. */
    boolean take(ByteBuffer bytes, long now) {
      framed.append(StandardCharsets.ISO_8859_1.decode(bytes));
      if (!headersRead) {
        int end = framed.indexOf("\r\n\r\n");
        if (end < 0) {
          return framed.length() < 16_384;
        }
        if (!framed.substring(0, end).startsWith("HTTP/1.1 200")) {
          return false;
        }
        headersRead = true;
        framed.delete(0, end + 4);
      }
      if (!unframe()) {
        return false;
      }
      if (state == State.OPENING && body.indexOf(":listening\n") >= 0) {
        state = State.LISTENING;
      }
      int end = body.lastIndexOf("\n");
      Matcher told = VERSION.matcher(body.substring(0, end + 1));
      while (told.find()) {
        heardVersion = Long.parseLong(told.group(1));
        heardAt = now;
      }
      body.delete(0, end + 1);
      return true;
    }

    /** Chunks that are there in full; false at the last one. */
    private boolean unframe() {
      while (true) {
        int line = framed.indexOf("\r\n");
        if (line < 0) {
          return true;
        }
        int size = Integer.parseInt(framed.substring(0, line), 16);
        int next = line + 2 + size + 2;
        if (size == 0) {
          return false;
        }
        if (framed.length() < next) {
          return true;
        }
        body.append(framed, line + 2, line + 2 + size);
        framed.delete(0, next);
      }
    }
  }

  private final URI url;
  private final URI command;
  private final String token;
  private final String product = "bench-streams-" + Long.toString(System.currentTimeMillis(), 36);
  private final Selector selector;
  private final List<Stream> streams = new ArrayList<>();
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(64 * 1024);
  private final HttpClient admin =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private Streams(URI url, URI command, String token) throws IOException {
    this.url = url;
    this.command = command;
    this.token = token;
    this.selector = Selector.open();
  }

  public static void main(String[] arguments) throws Exception {
    var bench =
        new Streams(
            URI.create(arguments[0]),
            URI.create(arguments[1]),
            System.getenv().getOrDefault("VITRINE_TOKEN", ""));
    boolean good =
        bench.run(
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Long.parseLong(arguments[4]));
    System.exit(good ? 0 : 1);
  }

  private boolean run(int count, int changes, long pid) throws Exception {
    admin("/v1/products", "{\"id\":\"" + product + "\",\"name\":\"Bench\"}");
    String before = resident(pid);
    long begin = System.nanoTime();
    open(count);
    long opened = in(State.LISTENING);
    System.out.printf(
        Locale.ROOT,
        "%d of %d streams opened in %.1f s%n",
        opened,
        count,
        (System.nanoTime() - begin) / 1e9);
    boolean good = opened == count;
    for (int i = 1; i <= changes; i++) {
      good &= change(i);
    }
    System.out.println(
        "resident size of the replica: " + before + " before, " + resident(pid) + " after");
    readFor(Duration.ofSeconds(1), Long.MAX_VALUE);
    long left = in(State.LISTENING);
    System.out.println(left + " streams remain");
    admin("/v1/products/" + product + "/actions", "{\"actions\":[{\"action\":\"retire\"}]}");
    for (Stream stream : streams) {
      stream.channel.close();
    }
    return good && left == count;
  }

  private void open(int count) throws IOException {
    long deadline = System.nanoTime() + OPEN_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      long opening = in(State.OPENING);
      if (streams.size() == count && opening == 0) {
        return;
      }
      while (streams.size() < count && opening++ < OPENING) {
        connect(streams.size());
      }
      readOnce(50);
    }
  }

  private void connect(int number) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024);
    InetSocketAddress server =
        new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort());
    if (number >= PER_ADDRESS && server.getAddress().isLoopbackAddress()) {
      byte[] source = {127, 0, 0, (byte) (1 + number / PER_ADDRESS)};
      channel.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
    }
    Stream stream = new Stream(channel);
    streams.add(stream);
    channel.register(selector, SelectionKey.OP_CONNECT, stream);
    channel.connect(server);
  }

  private boolean change(int number) throws Exception {
    String actions = "{\"actions\":[{\"action\":\"rename\",\"name\":\"Bench " + number + "\"}]}";
    // Sent by another thread: this one reads what the streams are told meanwhile.
    var answer =
        admin.sendAsync(
            request("/v1/products/" + product + "/actions", actions), BodyHandlers.ofString());
    long[] acknowledged = new long[1];
    var timed =
        answer.thenApply(
            found -> {
              acknowledged[0] = System.nanoTime();
              return found;
            });
    long deadline = System.nanoTime() + HEARD_WITHIN.toNanos();
    while (!timed.isDone() && System.nanoTime() < deadline) {
      readOnce(5);
    }
    if (!timed.isDone()) {
      throw new IOException("no answer to a change within " + HEARD_WITHIN.toSeconds() + " s");
    }
    long version = version(timed.get());
    readFor(HEARD_WITHIN, version);
    long[] times =
        streams.stream()
            .filter(stream -> stream.heardVersion == version)
            .mapToLong(stream -> stream.heardAt - acknowledged[0])
            .sorted()
            .toArray();
    System.out.printf(
        Locale.ROOT,
        "change %d (version %d): %d of %d streams heard of it",
        number,
        version,
        times.length,
        streams.size());
    if (times.length > 0) {
      System.out.printf(
          Locale.ROOT,
          ", after its acknowledgement p50 %.1f ms, p99 %.1f ms, last %.1f ms",
          at(times, 0.5),
          at(times, 0.99),
          at(times, 1));
    }
    System.out.println();
    return times.length == streams.size();
  }

  private static double at(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)] / 1e6;
  }

  /** Until all have heard of a version, at most so long. */
  private void readFor(Duration longest, long version) throws IOException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (System.nanoTime() < deadline
        && streams.stream()
            .anyMatch(stream -> stream.state == State.LISTENING && stream.heardVersion < version)) {
      readOnce(50);
    }
  }

  private void readOnce(long millis) throws IOException {
    selector.select(this::ready, millis);
  }

  private void ready(SelectionKey key) {
    Stream stream = (Stream) key.attachment();
    try {
      if (key.isConnectable() && stream.channel.finishConnect()) {
        key.interestOps(SelectionKey.OP_READ);
        String request =
            "GET /v1/stream?ids="
                + product
                + " HTTP/1.1\r\nHost: "
                + url.getAuthority()
                + "\r\n\r\n";
        stream.channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      } else if (key.isReadable()) {
        bytes.clear();
        boolean open = stream.channel.read(bytes) >= 0;
        if (!open || !stream.take(bytes.flip(), System.nanoTime())) {
          throw new IOException("ended");
        }
      }
    } catch (IOException | NumberFormatException _) {
      stream.state = State.GONE;
      key.cancel();
      try {
        stream.channel.close();
      } catch (IOException _) {
        // It is gone anyway.
      }
    }
  }

  private long in(State state) {
    return streams.stream().filter(stream -> stream.state == state).count();
  }

  private HttpRequest request(String path, String body) {
    return HttpRequest.newBuilder(URI.create(command + path))
        .timeout(HEARD_WITHIN)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private void admin(String path, String body) throws Exception {
    long _ = version(admin.send(request(path, body), BodyHandlers.ofString()));
  }

  private static long version(HttpResponse<String> answer) throws IOException {
    Matcher version = Pattern.compile("\"version\":(\\d+)").matcher(answer.body());
    if (answer.statusCode() / 100 != 2 || !version.find()) {
      throw new IOException(answer.uri() + " answers " + answer.statusCode() + " " + answer.body());
    }
    return Long.parseLong(version.group(1));
  }

  private static String resident(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (!Files.isReadable(status)) {
      return "unknown";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> Arrays.asList(line.split("\\s+")))
        .map(words -> Long.parseLong(words.get(1)) / 1024 + " MB")
        .findFirst()
        .orElse("unknown");
  }
}
