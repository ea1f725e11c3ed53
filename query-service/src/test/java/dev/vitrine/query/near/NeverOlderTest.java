package dev.vitrine.query.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.contract.view.ViewKey;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No replica ever answers with less than it has answered before: each race by itself, and then all
 * that can happen in an order that a seed chooses. {@code docs/never-older.md} tells the protocol.
 */
final class NeverOlderTest {
  private static final int STEPS = 40_000;
  private static final ViewKey KEY = new ViewKey.Product("lamp");
  private static final List<ViewKey> KEYS =
      Stream.concat(
              IntStream.range(0, 8).mapToObj(i -> (ViewKey) new ViewKey.Product("p" + i)),
              IntStream.range(0, 4).mapToObj(i -> new ViewKey.Sku("s" + i)))
          .toList();

  private Random random = new Random(0);
  private double slowness = 0.5;
  private World world = new World(() -> slowness);
  private World.Replica replica = world.new Replica();
  private World.Replica other = world.new Replica();

  /** All at rest: version 1 is everywhere and everybody knows. */
  private void versionOneIsEverywhere() {
    changeReaches(1, 1);
    hearAll();
    world.advance(Duration.ofSeconds(1));
    keepFloors(Duration.ofMinutes(3));
  }

  private void changeReaches(double dynamo, double redis) {
    world.change(KEY);
    world.toDynamo(dynamo);
    world.toRedis(redis);
    world.commitDynamo();
    world.commitRedis();
  }

  private void hearAll() {
    replica.hear(1);
    other.hear(1);
  }

  private void keepFloors(Duration time) {
    for (long seconds = 0; seconds < time.toSeconds(); seconds += 2) {
      hearAll();
      replica.keepFloors();
      other.keepFloors();
      world.advance(Duration.ofSeconds(2));
    }
  }

  /** The version that the replica answers now; an old one where it refuses. */
  private long read(World.Replica asked) {
    asked.read(KEY);
    world.advance(World.LONGEST_READ.multipliedBy(3));
    assertThat(world.violations).isEmpty();
    return asked.seen(KEY);
  }

  @Test
  void a_load_that_was_under_way_when_a_change_came_does_not_put_the_old_version_back() {
    versionOneIsEverywhere();
    replica.evict(KEY);
    replica.read(KEY);
    world.advance(World.LONGEST_READ.dividedBy(3)); // looked, and not answered yet
    changeReaches(1, 1);
    replica.hear(1);
    assertThat(read(replica)).isEqualTo(2);
    assertThat(read(replica)).isEqualTo(2);
  }

  @Test
  void redis_is_ahead_of_dynamodb_and_loses_the_key() {
    versionOneIsEverywhere();
    changeReaches(0, 1);
    hearAll();
    assertThat(read(replica)).isEqualTo(2);
    keepFloors(Duration.ofMinutes(5));
    replica.evict(KEY);
    world.evictFromRedis(KEY);
    read(replica);
    assertThat(world.refusals).isEqualTo(1);
    world.toDynamo(1);
    assertThat(read(replica)).isEqualTo(2);
  }

  @Test
  void dynamodb_is_ahead_of_redis() {
    versionOneIsEverywhere();
    changeReaches(1, 0);
    hearAll();
    assertThat(read(replica)).isEqualTo(2);
    keepFloors(Duration.ofMinutes(5));
    replica.evict(KEY);
    assertThat(read(replica)).isEqualTo(2);
  }

  @Test
  void another_replica_fills_redis_with_an_old_version_after_both_sinks_have_passed_the_new_one() {
    versionOneIsEverywhere();
    assertThat(read(replica)).isEqualTo(1);
    world.evictFromRedis(KEY);
    other.evict(KEY);
    other.cutOff = true;
    slowness = 1;
    other.read(KEY);
    world.advance(World.LONGEST_READ.multipliedBy(7).dividedBy(4)); // has looked into DynamoDB
    changeReaches(1, 1);
    replica.hear(1);
    replica.read(KEY);
    assertThat(replica.seen(KEY)).isEqualTo(2);
    world.evictFromRedis(KEY); // and now comes the fill of version 1
    world.advance(World.LONGEST_READ.plus(World.LONGEST_FILL));
    keepFloors(Duration.ofSeconds(20));
    replica.evict(KEY);
    assertThat(read(replica)).isEqualTo(2);
  }

  @Test
  void a_replica_that_was_cut_off_has_answered_from_redis_what_the_topic_has_not_told_it() {
    versionOneIsEverywhere();
    replica.cutOff = true;
    replica.evict(KEY);
    changeReaches(0, 1);
    assertThat(read(replica)).isEqualTo(2);
    keepFloors(Duration.ofMinutes(5));
    replica.evict(KEY);
    world.evictFromRedis(KEY);
    read(replica);
    assertThat(world.refusals).isEqualTo(1);
  }

  @Test
  void a_replica_that_was_cut_off_bounds_the_age_of_what_it_has() {
    versionOneIsEverywhere();
    assertThat(read(replica)).isEqualTo(1);
    replica.cutOff = true;
    changeReaches(1, 1);
    assertThat(read(replica)).isEqualTo(1);
    world.advance(Duration.ofSeconds(11));
    assertThat(read(replica)).isEqualTo(2);
  }

  @Test
  void what_the_topic_tells_late_does_not_undo_what_was_read_ahead_of_it() {
    versionOneIsEverywhere();
    replica.evict(KEY);
    changeReaches(0, 1);
    changeReaches(0, 1);
    assertThat(read(replica)).isEqualTo(3);
    replica.evict(KEY);
    replica.hear(0.5); // version 2
    assertThat(read(replica)).isEqualTo(3);
  }

  @Test
  void a_replay_of_the_topic_is_not_answered_from() {
    versionOneIsEverywhere();
    changeReaches(1, 1);
    hearAll();
    assertThat(read(replica)).isEqualTo(2);
    keepFloors(Duration.ofMinutes(3));
    replica.replay(0);
    replica.hear(0.5); // version 1
    read(replica);
    assertThat(world.refusals).isEqualTo(1);
    replica.hear(1);
    assertThat(read(replica)).isEqualTo(2);
  }

  @Test
  void a_restart_forgets_no_version_that_a_store_may_be_behind() {
    versionOneIsEverywhere();
    changeReaches(0, 1);
    hearAll();
    assertThat(read(replica)).isEqualTo(2);
    replica.restart();
    world.evictFromRedis(KEY);
    read(replica);
    replica.hear(1);
    assertThat(read(replica)).isEqualTo(2);
  }

  @Test
  void a_store_that_knows_nothing_is_not_believed_below_a_floor() {
    changeReaches(0, 1);
    hearAll();
    assertThat(read(replica)).isEqualTo(1);
    replica.evict(KEY);
    world.flushRedis();
    read(replica);
    assertThat(world.refusals).isEqualTo(1);
  }

  @Test
  void that_nothing_is_there_is_believed_only_for_a_while() {
    assertThat(read(replica)).isZero();
    replica.cutOff = true;
    changeReaches(1, 1);
    world.advance(Duration.ofSeconds(2));
    assertThat(read(replica)).isEqualTo(1);
  }

  @Test
  void with_both_stores_away_what_is_here_is_answered() {
    versionOneIsEverywhere();
    assertThat(read(replica)).isEqualTo(1);
    replica.cutOff = true;
    world.redisAway = true;
    world.dynamoAway = true;
    world.advance(Duration.ofHours(1));
    long before = world.answers;
    assertThat(read(replica)).isEqualTo(1);
    assertThat(world.answers).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void in_any_order(int seed) {
    random = new Random(seed);
    world = new World(random::nextDouble);
    replica = world.new Replica();
    other = world.new Replica();
    for (int i = 0; i < STEPS; i++) {
      // Busy and quiet times in turn: most that can go wrong does after a change, not during it.
      step(random.nextBoolean() ? replica : other, i / 300 % 3 == 0);
    }
    assertThat(world.violations).isEmpty();
    // A protocol that always says "later" is right and useless.
    assertThat(world.answers).isGreaterThan(world.refusals / 2);
    atRestEverybodyAnswersTheNewest();
  }

  private void step(World.Replica asked, boolean busy) {
    switch (random.nextInt(16)) {
      case 0, 1 -> {
        if (busy) {
          world.change(key());
        }
      }
      case 2 -> world.toDynamo(random.nextDouble());
      case 3 -> world.toRedis(random.nextDouble());
      case 4 -> world.commitDynamo();
      case 5 -> world.commitRedis();
      case 6, 7 -> asked.hear(random.nextDouble() * 1.5 > 1 ? 1 : random.nextDouble());
      case 8, 9, 10, 11 -> asked.read(key());
      case 12 ->
          world.advance(
              Duration.ofMillis((long) (random.nextDouble() * random.nextDouble() * 8_000)));
      case 13 -> asked.keepFloors();
      case 14 -> asked.evict(key());
      default -> rare(asked);
    }
  }

  private void rare(World.Replica asked) {
    switch (random.nextInt(12)) {
      case 0 -> world.flushRedis();
      case 1, 2, 3 -> world.evictFromRedis(key());
      case 4 -> asked.restart();
      case 5 -> asked.cutOff = random.nextInt(4) == 0;
      case 6 -> world.redisAway = random.nextInt(4) == 0;
      case 7 -> world.dynamoAway = random.nextInt(4) == 0;
      case 8 -> world.killSinks();
      case 9 -> asked.replay(random.nextDouble());
      default -> {}
    }
  }

  private ViewKey key() {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private void atRestEverybodyAnswersTheNewest() {
    world.redisAway = false;
    world.dynamoAway = false;
    world.toDynamo(1);
    world.toRedis(1);
    replica.cutOff = false;
    other.cutOff = false;
    hearAll();
    world.advance(Duration.ofMinutes(3));
    hearAll();
    for (ViewKey key : KEYS) {
      replica.read(key);
      other.read(key);
    }
    world.advance(World.LONGEST_READ.multipliedBy(3));
    for (ViewKey key : KEYS) {
      assertThat(List.of(replica.seen(key), other.seen(key))).containsOnly(world.newest.get(key));
    }
  }
}
