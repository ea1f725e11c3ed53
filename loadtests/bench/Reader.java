import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
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
 *   --skip 0          leaves out what has been due for so many seconds; 0 catches up
 *   --zipf 0          the n-th product of the file is asked for with a weight of 1/n^zipf
 *   --moving 0        so many of the clients change targets and say what they have seen
 *   --redis false     asks a Redis for the views instead, one at a time, and compares nothing
 *   --batch 1         so many products at once ask the others
 *   --progress 0      seconds between two lines that tell how far it is
 *   --processes PIDS  the servers, whose processor time is told beside that of this process
 * </pre>
 *
 * With a rate a read is measured from when it was due, so that a server that stalls is charged for
 * all reads that had to wait meanwhile (without it: from when it was sent). What is due is looked
 * for every tenth of a millisecond, which is how exact that is.
 *
 * <p>One thread serves all connections: with one each, waking them cost more than all else, and on
 * a machine that the server shares that was measured instead of the server.
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
  private static final long TIMEOUT = 15 * SECOND;
  private static final long NAP = 100_000;

  private final int connections;
  private final long seconds;
  private final long warmUp;
  private final long reads;
  private final double rate;
  private final long skip;
  private final int moving;
  private final int batch;
  private final boolean redis;
  private final long progress;
  private final List<String> processes;
  private final byte[][] ids;
  private final double[] weights;
  private final List<Target> targets = new ArrayList<>();
  private final Latencies latencies = new Latencies();
  private final SplittableRandom random = new SplittableRandom();
  private final Selector selector = Selector.open();
  private long compared;
  private long told;
  private long begin;
  private long counted;
  private long end;

  private Reader(Map<String, String> options) throws IOException {
    connections = Integer.parseInt(options.getOrDefault("connections", "64"));
    seconds = Long.parseLong(options.getOrDefault("seconds", "10"));
    warmUp = Long.parseLong(options.getOrDefault("warm-up", "0"));
    reads = Long.parseLong(options.getOrDefault("reads", "0"));
    rate = Double.parseDouble(options.getOrDefault("rate", "0"));
    skip = Long.parseLong(options.getOrDefault("skip", "0")) * SECOND;
    moving = Integer.parseInt(options.getOrDefault("moving", "0"));
    batch = Integer.parseInt(options.getOrDefault("batch", "1"));
    redis = Boolean.parseBoolean(options.getOrDefault("redis", "false"));
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

  public static void main(String[] arguments) throws IOException {
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

  private int anyProduct() {
    if (weights.length == 0) {
      return random.nextInt(ids.length);
    }
    int at = Arrays.binarySearch(weights, random.nextDouble(weights[weights.length - 1]));
    return Math.min(at < 0 ? -at - 1 : at, ids.length - 1);
  }

  private boolean run() throws IOException {
    begin = System.nanoTime();
    counted = begin + warmUp * SECOND;
    end = counted + seconds * SECOND;
    Client[] clients = new Client[connections];
    Arrays.setAll(clients, Client::new);
    long ownBefore = 0;
    long serversBefore = 0;
    boolean counting = false;
    long nextProgress = counted + progress * SECOND;
    long now = begin;
    while (now < end) {
      if (!counting && now >= counted) {
        counting = true;
        ownBefore = ticks(List.of("self"));
        serversBefore = ticks(processes);
      }
      if (progress > 0 && now > nextProgress) {
        tell(nextProgress);
        nextProgress += progress * SECOND;
      }
      if (reads > 0 && compared >= reads) {
        end = now;
        break;
      }
      now = step(clients, now);
    }
    double took = (end - counted) / (double) SECOND;
    long own = ticks(List.of("self")) - ownBefore;
    long servers = ticks(processes) - serversBefore;
    long mercy = now + (rate > 0 ? GRACE : 0);
    while (now < mercy && Arrays.stream(clients).anyMatch(Client::owes)) {
      now = step(clients, now);
    }
    summary(took, own, servers);
    return targets.stream().allMatch(target -> target.backwards == 0);
  }

  /** Sends what is due and takes what has come; sleeps when that is nothing. Returns the time. */
  private long step(Client[] clients, long now) throws IOException {
    for (Client client : clients) {
      client.wake(now);
    }
    int came = rate > 0 ? selector.selectNow() : selector.select(1);
    if (came == 0 && rate > 0) {
      LockSupport.parkNanos(NAP);
      return System.nanoTime();
    }
    long after = System.nanoTime();
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid()) {
        ((Client) key.attachment()).take(after);
      }
    }
    selector.selectedKeys().clear();
    return after;
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
        compared, share(own, took), share(servers, took));
    System.out.printf(
        "reads=%d compared=%d rate=%.0f p50=%.3f p99=%.3f max=%.3f 5xx=%d errors=%d other=%d"
            + " backwards=%d changes=%d client=%.0f servers=%.0f%n",
        latencies.count(),
        compared,
        latencies.count() / took,
        latencies.percentile(0.5),
        latencies.percentile(0.99),
        latencies.percentile(1),
        targets.stream().mapToLong(Target::failures).sum(),
        targets.stream().mapToLong(target -> target.errors).sum(),
        targets.stream().mapToLong(Target::others).sum(),
        targets.stream().mapToLong(target -> target.backwards).sum(),
        targets.stream().mapToLong(target -> target.changes).sum(),
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
    private final long[] newest;
    private final long[] answers = new long[600];
    private long near;
    private long errors;
    private long backwards;
    private long changes;

    Target(String address, int products) {
      int colon = address.indexOf(':');
      this.address =
          new InetSocketAddress(
              address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
      newest = new long[products];
      Arrays.fill(newest, NEVER);
    }

    void saw(int product, long version) {
      if (newest[product] != NEVER && version > newest[product]) {
        changes += version - newest[product];
      }
      newest[product] = Math.max(newest[product], version);
    }

    long failures() {
      return Arrays.stream(answers, 500, 600).sum();
    }

    /** Neither 200, 304 nor 5xx. */
    long others() {
      return Arrays.stream(answers).sum() - answers[200] - answers[304] - failures();
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(":").append(address.getPort());
      for (int status = 0; status < answers.length; status++) {
        if (answers[status] > 0) {
          text.append(" %d: %,d".formatted(status, answers[status]));
        }
      }
      return text.append(" near: %,d errors: %,d".formatted(near, errors))
          .append(" changes: %,d backwards: %d".formatted(changes, backwards))
          .toString();
    }
  }

  /** Who reads, one product after the other. */
  private final class Client {
    private final int number;
    private final boolean moves;
    private final Connection[] open = new Connection[targets.size()];

    /** What a client that moves was last answered, by product. */
    private final long[] seen;

    private final byte[][] tags;

    /** How many reads it has begun. */
    private long begun;

    private long notBefore;

    // The read that is under way.
    private boolean busy;
    private int at;
    private int[] products = {};
    private long[] floors = {};
    private long sent;
    private long deadline;

    Client(int number) {
      this.number = number;
      moves = number < moving;
      seen = new long[moves ? ids.length : 0];
      tags = new byte[seen.length][];
      Arrays.fill(seen, NEVER);
    }

    /** When the next read is due; without a rate as soon as it can be. */
    private long due() {
      return rate > 0
          ? begin + (long) (SECOND / rate * (begun * (double) connections + number))
          : notBefore;
    }

    /** Whether a read is under way, or one that was due before the end has not begun. */
    boolean owes() {
      return busy || due() - end < 0;
    }

    /** Begins what is due, and gives up what takes too long. */
    void wake(long now) {
      if (busy && now - deadline > 0) {
        fail(now);
      }
      while (!busy && rate > 0 && skip > 0 && now - due() > skip) {
        begun++;
      }
      if (!busy && now - due() >= 0 && due() - end < 0) {
        begin(now);
      }
    }

    private void begin(long now) {
      sent = rate > 0 ? due() : now;
      deadline = now + TIMEOUT;
      begun++;
      busy = true;
      at = moves ? random.nextInt(targets.size()) : number % targets.size();
      products = some();
      Target target = targets.get(at);
      // Before it is sent: what others are answered from now on is no reason to complain.
      floors = Arrays.stream(products).mapToLong(product -> target.newest[product]).toArray();
      try {
        if (open[at] == null) {
          open[at] = new Connection(target.address, selector, this, redis);
        }
        if (products.length == 1) {
          open[at].get(ids[products[0]], moves ? tags[products[0]] : null);
        } else {
          open[at].get(Arrays.stream(products).mapToObj(product -> ids[product]).toList());
        }
      } catch (IOException _) {
        fail(now);
      }
    }

    /** One product, or as many different ones as a batch has. */
    private int[] some() {
      if (moves || batch == 1) {
        return new int[] {anyProduct()};
      }
      return IntStream.generate(Reader.this::anyProduct)
          .distinct()
          .limit(Math.min(batch, ids.length))
          .toArray();
    }

    private void fail(long now) {
      if (open[at] != null) {
        open[at].close();
        open[at] = null;
      }
      if (sent - counted >= 0) {
        targets.get(at).errors++;
      }
      busy = false;
      notBefore = now + AFTER_ERROR;
    }

    /** Something has come for it, or a connection that it does not use was closed. */
    void take(long now) {
      for (int i = 0; i < open.length; i++) {
        if (open[i] != null && (!busy || i != at) && open[i].isClosedByPeer()) {
          open[i].close();
          open[i] = null;
        }
      }
      try {
        if (busy && open[at].isWhole()) {
          answered(open[at], now);
        }
      } catch (IOException _) {
        fail(now);
      }
    }

    private void answered(Connection answer, long now) {
      Target target = targets.get(at);
      busy = false;
      if (sent - counted >= 0) {
        latencies.add(now - sent);
        target.answers[answer.status]++;
        if (answer.near) {
          target.near++;
        }
      }
      if (products.length == 1 && answer.status < 500) {
        compare(target, products[0], floors[0], answer.version, answer);
      } else if (answer.status == 200) {
        compareAll(target, answer);
      }
      if (answer.closes) {
        answer.close();
        open[at] = null;
      }
      notBefore = answer.status < 500 ? now : now + AFTER_REFUSAL;
      wake(now);
    }

    /** What could not be had is not compared. */
    private void compareAll(Target target, Connection answer) {
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
      compared++;
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
      target.backwards++;
      told++;
      if (told <= MOST_TOLD) {
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
    private static final byte[] NAME_VERSION = ascii("vitrine-version");
    private static final byte[] NAME_SOURCE = ascii("vitrine-source");
    private static final byte[] NAME_LENGTH = ascii("content-length");
    private static final byte[] NAME_TAG = ascii("etag");
    private static final byte[] NAME_CONNECTION = ascii("connection");
    private static final byte[] GET = ascii("GET /v1/products/");
    private static final byte[] GET_ALL = ascii("GET /v1/products?ids=");
    private static final byte[] IF_NONE_MATCH = ascii("\r\nIf-None-Match: ");
    private static final byte[] END = ascii("\r\n\r\n");
    private static final byte[] REDIS_GET = ascii("GET product:");
    private static final byte[] REDIS_END = ascii("\r\n");

    private final SocketChannel channel = SocketChannel.open();
    private final Selector selector;
    private final boolean redis;
    private final byte[] protocol;
    private final byte[] request = new byte[8 * 1024];
    private int asked;
    private byte[] answer = new byte[64 * 1024];
    private ByteBuffer into = ByteBuffer.wrap(answer);
    private int looked;
    private int head;
    private int length;

    int status;
    long version;
    byte[] tag;
    boolean near;
    boolean closes;

    Connection(InetSocketAddress address, Selector selector, Client client, boolean redis)
        throws IOException {
      this.redis = redis;
      protocol = ascii(" HTTP/1.1\r\nHost: " + address.getHostString());
      this.selector = selector;
      try {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        boolean connected = channel.connect(address);
        channel.register(
            selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, client);
      } catch (IOException e) {
        close();
        throw e;
      }
    }

    void get(byte[] id, byte[] known) throws IOException {
      if (redis) {
        begin(put(REDIS_END, put(id, put(REDIS_GET, 0))));
        return;
      }
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
      begin(put(END, end));
    }

    private void begin(int end) throws IOException {
      asked = end;
      into.clear();
      looked = 0;
      head = 0;
      length = 0;
      if (channel.isConnected()) {
        send();
      }
    }

    /** No answer is outstanding, so a request always finds room. */
    private void send() throws IOException {
      if (channel.write(ByteBuffer.wrap(request, 0, asked)) < asked) {
        throw new IOException("does not take a request");
      }
    }

    /** Takes what has come, and returns whether that is the whole answer. */
    boolean isWhole() throws IOException {
      if (!channel.isConnected()) {
        if (channel.finishConnect()) {
          channel.keyFor(selector).interestOps(SelectionKey.OP_READ);
          send();
        }
        return false;
      }
      if (channel.read(into) < 0) {
        throw new IOException("closed before an answer");
      }
      if (head == 0 && !findHead()) {
        return false;
      }
      if (head + length > answer.length) {
        answer = Arrays.copyOf(answer, head + length);
        into = ByteBuffer.wrap(answer).position(into.position());
      }
      return into.position() >= head + length;
    }

    boolean isClosedByPeer() {
      try {
        return channel.isConnected() && channel.read(ByteBuffer.allocate(1)) != 0;
      } catch (IOException _) {
        return true;
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

    private boolean findHead() throws IOException {
      if (redis) {
        return findBulk();
      }
      for (; looked + 3 < into.position(); looked++) {
        if (answer[looked] == '\r' && answer[looked + 2] == '\r' && answer[looked + 3] == '\n') {
          head = looked + 4;
          parse(head);
          return true;
        }
      }
      if (!into.hasRemaining()) {
        throw new IOException("a head without an end");
      }
      return false;
    }

    /** {@code $<length>\r\n}, and behind it the view, whose version is not looked at. */
    private boolean findBulk() throws IOException {
      for (; looked + 1 < into.position(); looked++) {
        if (answer[looked] == '\r') {
          head = looked + 2;
          length = (int) number(1, looked) + 2;
          if (answer[0] != '$' || length == 2) {
            throw new IOException("no view");
          }
          status = 200;
          version = NEVER;
          return true;
        }
      }
      return false;
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
        channel.close();
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

    private final long[] counts = new long[64 << BITS];
    private long longest;

    void add(long nanos) {
      int power = 63 - Long.numberOfLeadingZeros(Math.max(nanos, 1 << BITS));
      long step = (Math.max(nanos, 1 << BITS) >>> (power - BITS)) - (1 << BITS);
      counts[(power << BITS) + (int) step]++;
      longest = Math.max(longest, nanos);
    }

    long count() {
      return Arrays.stream(counts).sum();
    }

    /** In milliseconds. */
    double percentile(double share) {
      long left = (long) Math.ceil(count() * share);
      for (int i = 0; i < counts.length && share < 1; i++) {
        left -= counts[i];
        if (left <= 0 && counts[i] > 0) {
          long step = (i & ((1 << BITS) - 1)) + (1 << BITS) + 1;
          return Math.min(step << ((i >> BITS) - BITS), longest) / 1e6;
        }
      }
      return longest / 1e6;
    }
  }
}
