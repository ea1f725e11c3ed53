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
import org.springframework.util.unit.DataSize;

/**
 * No replica ever answers with less than it has answered before: each race by itself, and then all
 * that can happen in an order that a seed chooses. {@code docs/never-older.md} tells the protocol.
 */
final class NeverOlderTest {
  private static final int STEPS = 40_000;
  private static final ViewKey KEY = new ViewKey.Product("lamp");

  private static List<ViewKey> keys(int products) {
    return Stream.concat(
            IntStream.range(0, products).mapToObj(i -> (ViewKey) new ViewKey.Product("p" + i)),
            IntStream.range(0, 4).mapToObj(i -> new ViewKey.Sku("s" + i)))
        .toList();
  }

  private List<ViewKey> keys = keys(8);
  private Random random = new Random(0);
  private double slowness = 0.5;
  private World world = new World(World.USUAL, () -> slowness);
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

  private void muchLaterOnlyDynamoDbHasTheKeyAndIsNotBelieved() {
    keepFloors(Duration.ofMinutes(5));
    replica.evict(KEY);
    world.evictFromRedis(KEY);
    assertThat(read(replica)).isEqualTo(World.REFUSED);
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

  /** The version that the replica answers now, {@link World#REFUSED} for none. */
  private long read(World.Replica asked) {
    asked.read(KEY);
    world.advance(World.LONGEST_READ.multipliedBy(3));
    assertThat(world.violations).isEmpty();
    return asked.last();
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
    muchLaterOnlyDynamoDbHasTheKeyAndIsNotBelieved();
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
    anOldFillComesAfterBothSinksHavePassedTheNewVersion();
    keepFloors(Duration.ofSeconds(20));
    replica.evict(KEY);
    assertThat(read(replica)).isEqualTo(2);
  }

  private void anOldFillComesAfterBothSinksHavePassedTheNewVersion() {
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
    assertThat(replica.last()).isEqualTo(2);
    world.evictFromRedis(KEY); // and now comes the fill of version 1
    world.advance(World.LONGEST_READ.plus(World.LONGEST_FILL));
  }

  @Test
  void a_replica_that_was_cut_off_has_answered_from_redis_what_the_topic_has_not_told_it() {
    versionOneIsEverywhere();
    replica.cutOff = true;
    replica.evict(KEY);
    changeReaches(0, 1);
    assertThat(read(replica)).isEqualTo(2);
    muchLaterOnlyDynamoDbHasTheKeyAndIsNotBelieved();
  }

  @Test
  void what_was_read_ahead_of_the_topic_is_not_forgotten_when_the_topic_has_told_it() {
    versionOneIsEverywhere();
    replica.evict(KEY);
    changeReaches(0, 1);
    assertThat(read(replica)).isEqualTo(2);
    muchLaterOnlyDynamoDbHasTheKeyAndIsNotBelieved();
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
    assertThat(read(replica)).isEqualTo(World.REFUSED);
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
    assertThat(read(replica)).isEqualTo(World.REFUSED);
    replica.hear(1);
    assertThat(read(replica)).isEqualTo(World.REFUSED); // DynamoDB has not got it yet
    world.toDynamo(1);
    assertThat(read(replica)).isEqualTo(2);
  }

  @Test
  void a_restart_does_not_believe_what_another_replica_filled_late() {
    anOldFillComesAfterBothSinksHavePassedTheNewVersion();
    replica.restart();
    replica.hear(1);
    assertThat(read(replica)).isEqualTo(2);
  }

  @Test
  void a_load_that_has_its_answer_is_not_joined_any_more() {
    world = new World(World.settings(DataSize.ofBytes(0), 1_000), () -> slowness);
    replica = world.new Replica();
    other = world.new Replica();
    versionOneIsEverywhere();
    replica.atNextAnswer =
        () -> {
          changeReaches(1, 1);
          replica.readAtLeast(KEY, 2);
          world.advance(World.LONGEST_READ.multipliedBy(3));
          assertThat(replica.last()).isEqualTo(2);
          replica.read(KEY);
          world.advance(World.LONGEST_READ.multipliedBy(3));
          assertThat(replica.last()).isEqualTo(2);
        };
    read(replica);
    assertThat(world.answers).isEqualTo(3);
  }

  @Test
  void what_can_have_no_floor_is_not_answered_from_redis() {
    anotherKeyHasTheOnlyPlaceForAFloor();
    changeReaches(0, 1);
    assertThat(read(replica)).isEqualTo(World.REFUSED);
    assertThat(read(replica)).isEqualTo(1); // from DynamoDB, which never goes back
    world.toDynamo(1);
    assertThat(read(replica)).isEqualTo(2);
  }

  @Test
  void what_was_refused_a_floor_is_not_kept_when_there_is_a_place_again() {
    anotherKeyHasTheOnlyPlaceForAFloor();
    keepFloors(Duration.ofSeconds(10));
    changeReaches(0, 0);
    keepFloors(Duration.ofMinutes(3)); // version 2 is heard and refused; then the other key's goes
    assertThat(read(replica)).isEqualTo(1);
    world.toDynamo(1);
    world.toRedis(1);
    assertThat(read(replica)).isEqualTo(2);
  }

  /** Version 1 is everywhere, and nothing was refused yet. */
  private void anotherKeyHasTheOnlyPlaceForAFloor() {
    world = new World(World.settings(DataSize.ofMegabytes(1), 1), () -> slowness);
    replica = world.new Replica();
    other = world.new Replica();
    versionOneIsEverywhere();
    world.change(World.sharesPlace(KEY));
    world.toDynamo(1);
    world.toRedis(1);
    world.commitDynamo();
    world.commitRedis();
    replica.hear(1);
  }

  @Test
  void a_store_that_knows_nothing_is_not_believed_below_a_floor() {
    changeReaches(0, 1);
    hearAll();
    assertThat(read(replica)).isEqualTo(1);
    replica.evict(KEY);
    world.flushRedis();
    assertThat(read(replica)).isEqualTo(World.REFUSED);
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
    inAnyOrder(seed, World.USUAL, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void in_any_order_where_nothing_is_kept(int seed) {
    inAnyOrder(seed, World.settings(DataSize.ofBytes(0), 1_000), 2);
  }

  /** Ten of 44: most come in with their second read, and are pushed out. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void in_any_order_where_little_is_kept(int seed) {
    keys = keys(40);
    inAnyOrder(seed, World.settings(DataSize.ofBytes(4_500), 1_000), 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void in_any_order_with_too_few_floors(int seed) {
    keys = keys(200);
    inAnyOrder(seed, World.settings(DataSize.ofMegabytes(1), 128), 4);
  }

  private void inAnyOrder(int seed, NearSettings settings, int refusalsPerAnswer) {
    random = new Random(seed);
    world = new World(settings, random::nextDouble);
    replica = world.new Replica();
    other = world.new Replica();
    for (int i = 0; i < STEPS; i++) {
      // Busy and quiet times in turn: most that can go wrong does after a change, not during it.
      step(random.nextBoolean() ? replica : other, i / 300 % 3 == 0);
    }
    assertThat(world.violations).isEmpty();
    // A protocol that always says "later" is right and useless.
    assertThat(world.answers).isGreaterThan(world.refusals / refusalsPerAnswer);
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
      case 8, 9, 10 -> asked.read(key());
      case 11 -> asked.readAtLeast(key(), random.nextInt(8));
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
    return keys.get(random.nextInt(keys.size()));
  }

  private void atRestEverybodyAnswersTheNewest() {
    world.redisAway = false;
    world.dynamoAway = false;
    world.toDynamo(1);
    world.toRedis(1);
    world.commitDynamo();
    world.commitRedis();
    replica.cutOff = false;
    other.cutOff = false;
    keepFloors(Duration.ofMinutes(5));
    for (ViewKey key : keys) {
      assertThat(List.of(last(replica, key), last(other, key)))
          .containsOnly(world.newest.getOrDefault(key, 0L));
    }
  }

  /** Looks twice, since a view from Redis that gets no floor is left for DynamoDB to answer. */
  private long last(World.Replica asked, ViewKey key) {
    for (int look = 0; look < 2; look++) {
      asked.read(key);
      world.advance(World.LONGEST_READ.multipliedBy(3));
      if (asked.last() != World.REFUSED) {
        break;
      }
    }
    return asked.last();
  }
}
