package dev.vitrine.query.near;

import dev.vitrine.contract.view.ViewKey;
import dev.vitrine.contract.view.ViewVersion;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The newest version that this replica knows of, for each key of which a store may still hold an
 * older one. What was raised belongs to the generation of that moment. Of a generation first those
 * are let go of that were only read, once the topic has told of all that could be read by then; and
 * the others when no store can be behind them any more.
 *
 * <p>Keys are kept as 61 bits of a universal hash with a secret multiplier: two keys of at most 600
 * bytes share a floor with a probability of 2^-51, whoever chose them, and the only harm is a read
 * that looks further down than it had to. An entry is 20 bytes, and 30 to 60 with its free places.
 *
 * <p>Once one key was refused, keys that come in later may be that one, with a floor below what was
 * known of it. Until no refused one can matter any more, only those are sure that were here before.
 */
final class Floors {
  private static final int STRIPES = 64;
  private static final int FORMAT_SHIFT = 56;
  private static final long PRIME = (1L << 61) - 1;

  private final Stripe[] stripes = new Stripe[STRIPES];
  private final int maxPerStripe;
  private final long multiplier;
  private volatile int generation = 1;
  private volatile int letGoOf;

  /**
   * @param maxEntries about which no more keys are taken
   * @param random for the secret
   */
  Floors(int maxEntries, RandomGenerator random) {
    maxPerStripe = Math.max(1, maxEntries / STRIPES);
    multiplier = random.nextLong(1L << 32, PRIME);
    Arrays.setAll(stripes, _ -> new Stripe());
  }

  /** Null when no store can be behind. */
  @Nullable ViewVersion of(ViewKey key) {
    long hash = hash(key);
    long packed = stripe(hash).get(hash);
    return packed < 0 ? null : unpack(packed);
  }

  /**
   * The topic tells of it.
   *
   * @return false when there are too many keys and this is a new one
   */
  boolean heard(ViewKey key, ViewVersion version) {
    long hash = hash(key);
    return stripe(hash).heard(hash, pack(version));
  }

  /** What may be done with what a store had. */
  enum Read {
    /** Something newer is known. */
    BELOW,
    /** Something newer may have been known and had no place. */
    UNSURE,
    /** Nothing newer is known. */
    SURE
  }

  /** A store had it, perhaps before the topic was heard. The look and the rise are one step. */
  Read read(ViewKey key, ViewVersion version) {
    long hash = hash(key);
    return stripe(hash).read(hash, pack(version));
  }

  /** Whether some key may have no floor that should have one. */
  boolean areFull() {
    return Arrays.stream(stripes).anyMatch(Stripe::isFull);
  }

  /** Whether what {@link #of} says of this key is all that is known of it. */
  boolean areSureOf(ViewKey key) {
    long hash = hash(key);
    return stripe(hash).isSureOf(hash);
  }

  /** What is raised from now on belongs to the next generation. */
  int close() {
    int closed = generation;
    generation = closed + 1;
    return closed;
  }

  /** Forgets, of this generation and those before it, what the topic has not told of. */
  void letGoOfRead(int closed) {
    for (Stripe stripe : stripes) {
      stripe.letGo(closed, false);
    }
  }

  /** Forgets this generation and those before it. */
  void letGo(int closed) {
    for (Stripe stripe : stripes) {
      stripe.letGo(closed, true);
    }
    letGoOf = closed;
  }

  int size() {
    int all = 0;
    for (Stripe stripe : stripes) {
      all += stripe.size();
    }
    return all;
  }

  private Stripe stripe(long hash) {
    return stripes[(int) (hash & (STRIPES - 1))];
  }

  private static long pack(ViewVersion version) {
    if (version.format() > 126 || version.sequence() >= 1L << FORMAT_SHIFT) {
      throw new IllegalArgumentException("no version of ours: " + version);
    }
    return (long) version.format() << FORMAT_SHIFT | version.sequence();
  }

  private static ViewVersion unpack(long packed) {
    return new ViewVersion((int) (packed >>> FORMAT_SHIFT), packed & ((1L << FORMAT_SHIFT) - 1));
  }

  /** Of the key's text, without making it. Never 0. */
  private long hash(ViewKey key) {
    long hash = hash(hash(1, key.prefix()), key.rest());
    return hash == 0 ? 1 : hash;
  }

  /** Polynomial over the characters, modulo the prime 2^61 - 1. */
  private long hash(long before, String text) {
    long hash = before;
    for (int i = 0; i < text.length(); i++) {
      hash = reduce(Math.multiplyHigh(hash, multiplier), hash * multiplier) + text.charAt(i);
    }
    return hash;
  }

  private static long reduce(long high, long low) {
    long sum = (low & PRIME) + (low >>> 61 | high << 3);
    return sum >= PRIME ? sum - PRIME : sum;
  }

  /** Open addressing with linear probing; 0 is a free place. */
  private final class Stripe {
    private static final int SMALLEST = 16;

    /** Set where a refused key might have been this one when it came in. */
    private static final int LATE = 1;

    /** Set once the topic has told of the key. */
    private static final int HEARD = 2;

    private static final int GENERATION_SHIFT = 2;

    private long[] hashes = new long[SMALLEST];
    private long[] versions = new long[SMALLEST];

    /** The generation, {@link #HEARD} and {@link #LATE}. */
    private int[] marks = new int[SMALLEST];

    private int size;
    private int refusedIn;

    synchronized long get(long hash) {
      int at = place(hash);
      return hashes[at] == 0 ? -1 : versions[at];
    }

    synchronized boolean isFull() {
      return refusedIn > letGoOf;
    }

    synchronized boolean isSureOf(long hash) {
      return isSureAt(place(hash));
    }

    private boolean isSureAt(int at) {
      return !isFull() || (hashes[at] != 0 && (marks[at] & LATE) == 0);
    }

    /** From now on it stays for as long as any that is heard now, also where a newer was read. */
    synchronized boolean heard(long hash, long version) {
      int at = place(hash);
      if (hashes[at] == 0) {
        return add(at, hash, version, HEARD);
      }
      versions[at] = Math.max(versions[at], version);
      marks[at] = generation << GENERATION_SHIFT | HEARD | (marks[at] & LATE);
      return true;
    }

    /** Reading it again tells nothing new: the topic had it when it was read first. */
    synchronized Read read(long hash, long version) {
      int at = place(hash);
      if (hashes[at] == 0) {
        return add(at, hash, version, 0) && !isFull() ? Read.SURE : Read.UNSURE;
      }
      if (version < versions[at]) {
        return Read.BELOW;
      }
      if (version > versions[at]) {
        versions[at] = version;
        marks[at] = generation << GENERATION_SHIFT | (marks[at] & (HEARD | LATE));
      }
      return isSureAt(at) ? Read.SURE : Read.UNSURE;
    }

    private boolean add(int at, long hash, long version, int heard) {
      if (size >= maxPerStripe) {
        refusedIn = generation;
        return false;
      }
      set(at, hash, version, generation << GENERATION_SHIFT | heard | (isFull() ? LATE : 0));
      size++;
      if (size * 3 > hashes.length * 2) {
        rebuild(hashes.length * 2);
      }
      return true;
    }

    /** In place: a new table each time would be most of what the collector has to copy. */
    synchronized void letGo(int closed, boolean alsoHeard) {
      for (int i = 0; i < hashes.length; i++) {
        while (hashes[i] != 0 && goes(marks[i], closed, alsoHeard)) {
          remove(i);
        }
      }
      int capacity = SMALLEST;
      while (size * 2 > capacity) {
        capacity *= 2;
      }
      if (capacity < hashes.length) {
        rebuild(capacity);
      }
    }

    private static boolean goes(int mark, int closed, boolean alsoHeard) {
      return mark >>> GENERATION_SHIFT <= closed && (alsoHeard || (mark & HEARD) == 0);
    }

    synchronized int size() {
      return size;
    }

    private void rebuild(int capacity) {
      long[] oldHashes = hashes;
      long[] oldVersions = versions;
      int[] oldMarks = marks;
      hashes = new long[capacity];
      versions = new long[capacity];
      marks = new int[capacity];
      for (int i = 0; i < oldHashes.length; i++) {
        if (oldHashes[i] != 0) {
          set(place(oldHashes[i]), oldHashes[i], oldVersions[i], oldMarks[i]);
        }
      }
    }

    private void set(int at, long hash, long version, int mark) {
      hashes[at] = hash;
      versions[at] = version;
      marks[at] = mark;
    }

    /** What lies behind it, and would not be found over a free place, moves up. */
    private void remove(int at) {
      int mask = hashes.length - 1;
      int free = at;
      for (int i = at + 1 & mask; hashes[i] != 0; i = i + 1 & mask) {
        int behindWanted = i - wanted(hashes[i]) & mask;
        if (behindWanted >= (i - free & mask)) {
          set(free, hashes[i], versions[i], marks[i]);
          free = i;
        }
      }
      hashes[free] = 0;
      size--;
    }

    private int wanted(long hash) {
      return (int) (hash >>> 6) & hashes.length - 1;
    }

    private int place(long hash) {
      int mask = hashes.length - 1;
      int at = wanted(hash);
      while (hashes[at] != 0 && hashes[at] != hash) {
        at = (at + 1) & mask;
      }
      return at;
    }
  }
}
