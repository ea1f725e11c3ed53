package dev.vitrine.loadtests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Some are asked for often and most seldom: the n-th with a weight of 1/n. */
final class Zipf {
  private final double[] sums;

  Zipf(int size) {
    sums = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += 1.0 / (i + 1);
      sums[i] = sum;
    }
  }

  int next() {
    double point = ThreadLocalRandom.current().nextDouble() * sums[sums.length - 1];
    int at = Arrays.binarySearch(sums, point);
    return Math.min(at < 0 ? -at - 1 : at, sums.length - 1);
  }

  /** Feeds {@code name}, for ever; which are popular is chance, and the same in every run. */
  static Iterator<Map<String, Object>> feeder(String name, List<String> values) {
    List<String> shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, new Random(1));
    Zipf zipf = new Zipf(shuffled.size());
    return Stream.generate(() -> Map.<String, Object>of(name, shuffled.get(zipf.next())))
        .iterator();
  }
}
