package dev.vitrine.loadtests.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/capacity.md reckons with what was measured last. */
class CapacityTest {
  /** On two cores, in microseconds. */
  private static final double CORES = 2e6;

  private static final String CAPACITY = read("docs/capacity.md");
  private static final String PERFORMANCE = read("docs/performance.md");

  @Test
  void reads_cost_what_was_measured() {
    double near = measured("near cache, by id");
    assertThat(row(CAPACITY, "read, near cache").get(1)).startsWith(number(near) + "/s");
    assertThat(row(CAPACITY, "read, near cache").get(3)).startsWith(micros(near) + " µs");
    double redis = measured("Redis hit");
    assertThat(row(CAPACITY, "read, Redis").get(1)).startsWith(number(redis) + "/s");
    assertThat(row(CAPACITY, "read, Redis").get(3)).startsWith(micros(redis) + " µs");
    long both = Math.round(0.66 * CORES / near + 0.34 * CORES / redis);
    assertThat(CAPACITY)
        .contains(both + " µs each at 66 % near hits")
        .contains("Single reads cost " + both + " µs");
  }

  @Test
  void batches_cost_what_was_measured() {
    double batches = measured("batch of 24 from the near cache");
    assertThat(row(CAPACITY, "batch of 24").get(1)).isEqualTo(number(batches) + "/s");
    assertThat(row(CAPACITY, "batch of 24").get(3))
        .isEqualTo(String.format(Locale.ROOT, "%.1f µs of a core a product", CORES / batches / 24));
  }

  @Test
  void redis_itself_gives_what_was_measured() {
    double gets = value(group(PERFORMANCE, "`redis-benchmark GET` \\(([\\d,]+)\\)"));
    List<String> row = row(CAPACITY, "Redis itself");
    assertThat(row.get(1)).startsWith(number(gets) + " ");
    assertThat(row.get(3)).startsWith(Math.round(1e6 / gets) + " µs");
    assertThat(CAPACITY)
        .contains("Redis at " + Math.round(34_000 / gets * 100) + " % of one thread");
  }

  @Test
  void the_latency_and_the_memory_are_those_that_were_measured() {
    List<String> latency = row(PERFORMANCE, "p99 from the near cache at half the peak");
    assertThat(row(CAPACITY, "… at half the peak").get(1))
        .startsWith(group(latency.get(0), "\\(([\\d,]+/s)\\)") + " ")
        .contains("p99 " + group(latency.get(2), "\\*\\*([\\d.]+ ms)\\*\\*") + ",");
    String megabytes =
        group(row(PERFORMANCE, "as the standalone starts it").get(1), "\\*\\*(\\d+)\\*\\*");
    assertThat(row(CAPACITY, "its memory").get(1)).startsWith(megabytes + " MB");
  }

  @Test
  void starts_are_those_of_the_images() {
    List<String> starts = row(read("images/README.md"), "query service");
    double recorded = median(starts.get(1));
    double plain = median(starts.get(2));
    assertThat(row(CAPACITY, "start of a query replica").get(1))
        .startsWith(recorded + " s recorded, " + plain + " s plain");
    assertThat(FlashSale.RECORDED).isEqualTo(FlashSale.PLACING + recorded);
    assertThat(FlashSale.PLAIN).isEqualTo(FlashSale.PLACING + plain);
  }

  private static double measured(String what) {
    return value(row(PERFORMANCE, what).get(1));
  }

  /** The cells of the first row that begins so. */
  private static List<String> row(String page, String begins) {
    return page.lines()
        .filter(line -> line.startsWith("| " + begins))
        .findFirst()
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
        .orElseThrow(() -> new AssertionError("no row begins with: " + begins));
  }

  private static String group(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }

  private static double median(String cell) {
    double[] values =
        Arrays.stream(cell.split(", ")).mapToDouble(Double::parseDouble).sorted().toArray();
    return values[values.length / 2];
  }

  private static double value(String number) {
    return Double.parseDouble(number.replace(",", ""));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static long micros(double each) {
    return Math.round(CORES / each);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(System.getProperty("vitrine.root"), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
