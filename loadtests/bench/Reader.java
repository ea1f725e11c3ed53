import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Reads products by id over connections that stay open, and tells how many a second, how long they
 * took and whether an answer was older than one before it.
 *
 * <pre>
 * java Reader.java --targets 127.0.0.1:8080[,…] --ids FILE [options]
 *   --connections 64  clients, each with one connection to each target that it asks
 *   --seconds 10      how long it is counted
 *   --warm-up 0       seconds before that; compared, but not counted
 *   --reads 0         ends once so many were compared; 0 does not
 *   --rate 0          reads a second, each of which is due at its time; 0 for one after the other
 *   --zipf 0          the n-th product of the file is asked for with a weight of 1/n^zipf
 *   --moving 0        so many of the clients change targets and say what they have seen
 *   --batch 1         so many products at once ask the others
 *   --progress 0      seconds between two lines that tell how far it is
 *   --processes PIDS  the servers, whose processor time is told beside that of this process
 * </pre>
 *
 * With a rate a read is measured from when it was due, so that a server that stalls is charged for
 * all reads that had to wait meanwhile (without it: from when it was sent).
 *
 * <p>Prints a line for each target, one for the processors, and a last one of {@code key=value} for
 * scripts, times in milliseconds. Exit code 1 when an answer went back.
 */
public final class Reader {
  private static final int NEVER = -1;
  private static final int MOST_TOLD = 20;
  private static final int TICKS_PER_SECOND = 100; // of /proc/PID/stat, on every Linux
  private static final long SECOND = 1_000_000_000L;

  /** For reads that were due before the end and wait for their turn. */
  private static final long GRACE = 20 * SECOND;

  private static final long AFTER_ERROR = SECOND / 10;
  private static final long AFTER_REFUSAL = SECOND / 200;

  private final int connections;
  private final long seconds;
  private final long warmUp;
  private final long reads;
  private final double rate;
  private final int moving;
  private final int batch;
  private final long progress;
  private final List<String> processes;
  private final byte[][] ids;
  private final double[] weights;
  private final List<Target> targets = new ArrayList<>();
  private final Latencies latencies = new Latencies();
  private final LongAdder compared = new LongAdder();
  private final LongAdder told = new LongAdder();
  private long begin;
  private long counted;
  private long end;
  private volatile boolean stopped;

  private Reader(Map<String, String> options) throws IOException {
    connections = Integer.parseInt(options.getOrDefault("connections", "64"));
    seconds = Long.parseLong(options.getOrDefault("seconds", "10"));
    warmUp = Long.parseLong(options.getOrDefault("warm-up", "0"));
    reads = Long.parseLong(options.getOrDefault("reads", "0"));
    rate = Double.parseDouble(options.getOrDefault("rate", "0"));
    moving = Integer.parseInt(options.getOrDefault("moving", "0"));
    batch = Integer.parseInt(options.getOrDefault("batch", "1"));
    progress = Long.parseLong(options.getOrDefault("progress", "0"));
    processes =
        Arrays.stream(options.getOrDefault("processes", "").split(","))
            .filter(process -> !process.isEmpty())
            .toList();
    ids =
        Files.readAllLines(Path.of(options.get("ids"))).stream()
            .map(id -> id.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
    weights = weights(ids.length, Double.parseDouble(options.getOrDefault("zipf", "0")));
    for (String target : options.get("targets").split(",")) {
      targets.add(new Target(target, ids.length));
    }
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i].substring(2), arguments[i + 1]);
    }
    System.exit(new Reader(options).run() ? 0 : 1);
  }

  /** Sums of the weights up to each product; empty when all weigh the same. */
  private static double[] weights(int products, double exponent) {
    if (exponent == 0) {
      return new double[0];
    }
    double[] sums = new double[products];
    double sum = 0;
    for (int i = 0; i < products; i++) {
      sum += Math.pow(i + 1, -exponent);
      sums[i] = sum;
    }
    return sums;
  }

  private int anyProduct(SplittableRandom random) {
    if (weights.length == 0) {
      return random.nextInt(ids.length);
    }
    int at = Arrays.binarySearch(weights, random.nextDouble(weights[weights.length - 1]));
    return Math.min(at < 0 ? -at - 1 : at, ids.length - 1);
  }

  private boolean run() throws IOException, InterruptedException {
    begin = System.nanoTime();
    counted = begin + warmUp * SECOND;
    end = counted + seconds * SECOND;
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      clients.add(Thread.ofPlatform().daemon().name("client-" + i).start(new Client(i)));
    }
    Thread.sleep(warmUp * 1_000);
    long ownBefore = ticks(List.of("self"));
    long serversBefore = ticks(processes);
    long nextProgress = counted + progress * SECOND;
    while (System.nanoTime() < end && (reads == 0 || compared.sum() < reads)) {
      Thread.sleep(20);
      if (progress > 0 && System.nanoTime() > nextProgress) {
        tell(nextProgress);
        nextProgress += progress * SECOND;
      }
    }
    double took = (System.nanoTime() - counted) / (double) SECOND;
    long own = ticks(List.of("self")) - ownBefore;
    long servers = ticks(processes) - serversBefore;
    if (rate > 0) {
      for (Thread client : clients) {
        client.join(Math.max(1, (end + GRACE - System.nanoTime()) / 1_000_000));
      }
    }
    stopped = true;
    for (Thread client : clients) {
      client.join(Connection.TIMEOUT_MILLIS * 2L);
    }
    summary(took, own, servers);
    return targets.stream().allMatch(target -> target.backwards.sum() == 0);
  }

  private void tell(long now) {
    StringBuilder line = new StringBuilder();
    for (Target target : targets) {
      line.append("   ").append(target);
    }
    System.out.printf("%5d s%s%n", (now - counted) / SECOND, line);
  }

  private void summary(double took, long own, long servers) {
    targets.forEach(System.out::println);
    System.out.printf(
        "%,d reads were compared; processors: client %.0f %%, servers %.0f %% of one core%n",
        compared.sum(), share(own, took), share(servers, took));
    System.out.printf(
        "reads=%d compared=%d rate=%.0f p50=%.3f p99=%.3f max=%.3f 5xx=%d errors=%d other=%d"
            + " backwards=%d changes=%d client=%.0f servers=%.0f%n",
        latencies.count(),
        compared.sum(),
        latencies.count() / took,
        latencies.percentile(0.5),
        latencies.percentile(0.99),
        latencies.percentile(1),
        targets.stream().mapToLong(Target::failures).sum(),
        targets.stream().mapToLong(target -> target.errors.sum()).sum(),
        targets.stream().mapToLong(Target::others).sum(),
        targets.stream().mapToLong(target -> target.backwards.sum()).sum(),
        targets.stream().mapToLong(target -> target.changes.sum()).sum(),
        share(own, took),
        share(servers, took));
  }

  private static double share(long ticks, double seconds) {
    return 100.0 * ticks / TICKS_PER_SECOND / seconds;
  }

  /** Processor time of the user and of the system; of a process that is gone none. */
  private static long ticks(List<String> processes) throws IOException {
    long ticks = 0;
    for (String process : processes) {
      try {
        String stat = Files.readString(Path.of("/proc", process, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      } catch (NoSuchFileException _) {
        // Gone.
      }
    }
    return ticks;
  }

  /** One replica: the newest version that it has answered of each product, and what it answered. */
  private static final class Target {
    private final InetSocketAddress address;
    private final AtomicLongArray newest;
    private final LongAdder[] answers = new LongAdder[600];
    private final LongAdder near = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder backwards = new LongAdder();
    private final LongAdder changes = new LongAdder();

    Target(String address, int products) {
      int colon = address.indexOf(':');
      this.address =
          new InetSocketAddress(
              address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
      newest = new AtomicLongArray(products);
      for (int i = 0; i < products; i++) {
        newest.set(i, NEVER);
      }
      Arrays.setAll(answers, _ -> new LongAdder());
    }

    void saw(int product, long version) {
      long before = newest.getAndAccumulate(product, version, Math::max);
      if (before != NEVER && version > before) {
        changes.add(version - before);
      }
    }

    long failures() {
      return Arrays.stream(answers, 500, 600).mapToLong(LongAdder::sum).sum();
    }

    /** Neither 200, 304 nor 5xx. */
    long others() {
      return Arrays.stream(answers).mapToLong(LongAdder::sum).sum()
          - answers[200].sum()
          - answers[304].sum()
          - failures();
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(":").append(address.getPort());
      for (int status = 0; status < answers.length; status++) {
        if (answers[status].sum() > 0) {
          text.append(" %d: %,d".formatted(status, answers[status].sum()));
        }
      }
      return text.append(" near: %,d errors: %,d".formatted(near.sum(), errors.sum()))
          .append(" changes: %,d backwards: %d".formatted(changes.sum(), backwards.sum()))
          .toString();
    }
  }

  /** Who reads, one product after the other. */
  private final class Client implements Runnable {
    private final int number;
    private final boolean moves;
    private final SplittableRandom random;
    private final Connection[] open = new Connection[targets.size()];

    /** What a client that moves was last answered, by product. */
    private final long[] seen;

    private final byte[][] tags;

    Client(int number) {
      this.number = number;
      moves = number < moving;
      random = new SplittableRandom();
      seen = new long[moves ? ids.length : 0];
      tags = new byte[seen.length][];
      Arrays.fill(seen, NEVER);
    }

    @Override
    public void run() {
      double between = rate > 0 ? connections * SECOND / rate : 0;
      for (long i = 0; !stopped; i++) {
        long due = rate > 0 ? begin + (long) (between * (i + number / (double) connections)) : 0;
        if (due - end > 0) {
          break;
        }
        while (due - System.nanoTime() > 0) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        int at = moves ? random.nextInt(targets.size()) : number % targets.size();
        long pause = read(at, some(), due);
        if (rate == 0 && pause > 0) {
          LockSupport.parkNanos(pause);
        }
      }
      for (Connection connection : open) {
        if (connection != null) {
          connection.close();
        }
      }
    }

    /** One product, or as many different ones as a batch has. */
    private int[] some() {
      if (moves || batch == 1) {
        return new int[] {anyProduct(random)};
      }
      return IntStream.generate(() -> anyProduct(random))
          .distinct()
          .limit(Math.min(batch, ids.length))
          .toArray();
    }

    /** Returns how long to wait before the next. */
    private long read(int at, int[] products, long due) {
      Target target = targets.get(at);
      // Before it is sent: what others are answered from now on is no reason to complain.
      long[] floors = Arrays.stream(products).mapToLong(target.newest::get).toArray();
      long sent = rate > 0 ? due : System.nanoTime();
      boolean counts = sent - counted >= 0;
      Connection connection = open[at];
      try {
        if (connection == null) {
          connection = new Connection(target.address);
          open[at] = connection;
        }
        if (products.length == 1) {
          connection.get(ids[products[0]], moves ? tags[products[0]] : null);
        } else {
          connection.get(Arrays.stream(products).mapToObj(product -> ids[product]).toList());
        }
      } catch (IOException e) {
        if (connection != null) {
          connection.close();
        }
        open[at] = null;
        if (counts) {
          target.errors.increment();
        }
        return AFTER_ERROR;
      }
      if (counts) {
        latencies.add(System.nanoTime() - sent);
        target.answers[connection.status].increment();
        if (connection.near) {
          target.near.increment();
        }
      }
      if (products.length == 1 && connection.status < 500) {
        compare(target, products[0], floors[0], connection.version, connection);
      } else if (connection.status == 200) {
        compareAll(target, products, floors, connection);
      }
      if (connection.closes) {
        connection.close();
        open[at] = null;
      }
      return connection.status < 500 ? 0 : AFTER_REFUSAL;
    }

    /** What could not be had is not compared. */
    private void compareAll(Target target, int[] products, long[] floors, Connection answer) {
      Batch found = new Batch(answer.body());
      for (int i = 0; i < products.length; i++) {
        String id = new String(ids[products[i]], StandardCharsets.US_ASCII);
        long version = found.next(id);
        if (version != NEVER || !found.isUnavailable(id)) {
          compare(target, products[i], floors[i], version, answer);
        }
      }
    }

    /** A 404 that names no version, and a product that is missing, are older than any. */
    private void compare(Target target, int product, long floor, long version, Connection answer) {
      compared.increment();
      if (version < floor) {
        complain(target, product, version, "this replica had answered", floor, answer);
      } else if (moves && version < seen[product]) {
        complain(target, product, version, "this client had seen", seen[product], answer);
      }
      target.saw(product, version);
      if (moves && version >= seen[product]) {
        seen[product] = version;
        tags[product] = answer.tag != null ? answer.tag : tags[product];
      }
    }

    private void complain(
        Target target, int product, long version, String who, long floor, Connection answer) {
      target.backwards.increment();
      told.increment();
      if (told.sum() <= MOST_TOLD) {
        System.out.printf(
            "BACK %s :%d answered %d with version %d, %s %d%n",
            new String(ids[product], StandardCharsets.US_ASCII),
            target.address.getPort(),
            answer.status,
            version,
            who,
            floor);
      }
    }
  }

  /** The products of a batch's answer, which are in the order in which they were asked for. */
  private static final class Batch {
    private static final String VERSION = "\"version\":";

    private final String body;
    private final int end;
    private int at;

    Batch(String body) {
      this.body = body;
      end = body.lastIndexOf("],\"missing\":[");
    }

    /** The version of the product; {@link #NEVER} when it is not among them. */
    long next(String id) {
      int item = body.indexOf("{\"id\":\"" + id + "\",", at);
      if (item < 0 || item > end) {
        return NEVER;
      }
      int next = body.indexOf("},{\"id\":\"", item);
      at = next < 0 ? end : next;
      // The document's own comes last; what attributes may hold comes before.
      int version = body.lastIndexOf(VERSION, at) + VERSION.length();
      int after = version;
      while (Character.isDigit(body.charAt(after))) {
        after++;
      }
      return Long.parseLong(body, version, after, 10);
    }

    boolean isUnavailable(String id) {
      int unavailable = body.indexOf("\"unavailable\":[", end);
      return unavailable >= 0 && body.indexOf('"' + id + '"', unavailable) >= 0;
    }
  }

  /** HTTP/1.1, one request at a time, and of the answer only what is needed. */
  private static final class Connection {
    static final int TIMEOUT_MILLIS = 15_000;
    private static final byte[] NAME_VERSION = ascii("vitrine-version");
    private static final byte[] NAME_SOURCE = ascii("vitrine-source");
    private static final byte[] NAME_LENGTH = ascii("content-length");
    private static final byte[] NAME_TAG = ascii("etag");
    private static final byte[] NAME_CONNECTION = ascii("connection");
    private static final byte[] GET = ascii("GET /v1/products/");
    private static final byte[] GET_ALL = ascii("GET /v1/products?ids=");
    private static final byte[] IF_NONE_MATCH = ascii("\r\nIf-None-Match: ");
    private static final byte[] END = ascii("\r\n\r\n");

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private final byte[] protocol;
    private final byte[] request = new byte[8 * 1024];
    private byte[] answer = new byte[64 * 1024];
    private int head;
    private int filled;
    private int length;

    int status;
    long version;
    byte[] tag;
    boolean near;
    boolean closes;

    Connection(InetSocketAddress address) throws IOException {
      protocol = ascii(" HTTP/1.1\r\nHost: " + address.getHostString());
      try {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(address, TIMEOUT_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
      } catch (IOException e) {
        close();
        throw e;
      }
    }

    void get(byte[] id, byte[] known) throws IOException {
      int end = put(protocol, put(id, put(GET, 0)));
      if (known != null) {
        end = put(known, put(IF_NONE_MATCH, end));
      }
      ask(end);
    }

    void get(List<byte[]> ids) throws IOException {
      int end = put(GET_ALL, 0);
      for (byte[] id : ids) {
        end = put(id, end);
        request[end++] = ',';
      }
      ask(put(protocol, end - 1));
    }

    private void ask(int end) throws IOException {
      out.write(request, 0, put(END, end));
      filled = 0;
      head = head();
      parse(head);
      if (head + length > answer.length) {
        answer = Arrays.copyOf(answer, head + length);
      }
      while (filled < head + length) {
        int read = in.read(answer, filled, head + length - filled);
        if (read < 0) {
          throw new IOException("closed within an answer");
        }
        filled += read;
      }
    }

    /** What is not ASCII comes as something else; nothing is lost or found by that. */
    String body() {
      return new String(answer, head, length, StandardCharsets.ISO_8859_1);
    }

    private int put(byte[] bytes, int at) {
      System.arraycopy(bytes, 0, request, at, bytes.length);
      return at + bytes.length;
    }

    /** Reads until the head is whole, and returns where it ends. */
    private int head() throws IOException {
      int at = 0;
      while (true) {
        int read = filled == answer.length ? -1 : in.read(answer, filled, answer.length - filled);
        if (read < 0) {
          throw new IOException("closed before an answer");
        }
        filled += read;
        for (; at + 3 < filled; at++) {
          if (answer[at] == '\r' && answer[at + 2] == '\r' && answer[at + 3] == '\n') {
            return at + 4;
          }
        }
      }
    }

    private void parse(int head) throws IOException {
      status = (int) number(9, 12);
      if (status < 200 || status > 599) {
        throw new IOException("not an answer");
      }
      version = NEVER;
      tag = null;
      near = false;
      closes = false;
      length = status == 304 ? 0 : NEVER;
      int line = 0;
      while (line < head - 2) {
        int end = line;
        while (answer[end] != '\r') {
          end++;
        }
        header(line, end);
        line = end + 2;
      }
      if (length < 0) {
        throw new IOException("an answer without Content-Length");
      }
    }

    private void header(int from, int to) {
      if (is(NAME_VERSION, from, to)) {
        version = number(from + NAME_VERSION.length + 2, to);
      } else if (is(NAME_LENGTH, from, to) && status != 304) {
        length = (int) number(from + NAME_LENGTH.length + 2, to);
      } else if (is(NAME_TAG, from, to)) {
        tag = Arrays.copyOfRange(answer, from + NAME_TAG.length + 2, to);
      } else if (is(NAME_SOURCE, from, to)) {
        near = answer[from + NAME_SOURCE.length + 2] == 'n';
      } else if (is(NAME_CONNECTION, from, to)) {
        closes = answer[from + NAME_CONNECTION.length + 2] == 'c';
      }
    }

    /** Whether a line has this name, which is in lower case. */
    private boolean is(byte[] name, int from, int to) {
      if (to - from <= name.length + 2 || answer[from + name.length] != ':') {
        return false;
      }
      for (int i = 0; i < name.length; i++) {
        if ((answer[from + i] | 0x20) != (name[i] | 0x20)) {
          return false;
        }
      }
      return true;
    }

    private long number(int from, int to) {
      long number = 0;
      for (int i = from; i < to && answer[i] >= '0' && answer[i] <= '9'; i++) {
        number = number * 10 + answer[i] - '0';
      }
      return number;
    }

    void close() {
      try {
        socket.close();
      } catch (IOException _) {
        // It is of no use any more.
      }
    }

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** Counts of durations, each to within 1.6 percent. */
  private static final class Latencies {
    private static final int BITS = 6;

    private final AtomicLongArray counts = new AtomicLongArray(64 << BITS);
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    void add(long nanos) {
      int power = 63 - Long.numberOfLeadingZeros(Math.max(nanos, 1 << BITS));
      long step = (Math.max(nanos, 1 << BITS) >>> (power - BITS)) - (1 << BITS);
      counts.incrementAndGet((power << BITS) + (int) step);
      longest.accumulate(nanos);
    }

    long count() {
      long count = 0;
      for (int i = 0; i < counts.length(); i++) {
        count += counts.get(i);
      }
      return count;
    }

    /** In milliseconds. */
    double percentile(double share) {
      long left = (long) Math.ceil(count() * share);
      for (int i = 0; i < counts.length() && share < 1; i++) {
        left -= counts.get(i);
        if (left <= 0 && counts.get(i) > 0) {
          long step = (i & ((1 << BITS) - 1)) + (1 << BITS) + 1;
          return Math.min(step << ((i >> BITS) - BITS), longest.get()) / 1e6;
        }
      }
      return longest.get() / 1e6;
    }
  }
}
