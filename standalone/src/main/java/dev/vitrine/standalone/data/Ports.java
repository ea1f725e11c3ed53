package dev.vitrine.standalone.data;

import java.util.ArrayList;
import java.util.List;

/** Where each part of a stack listens, on 127.0.0.1. */
public record Ports(
    int query,
    int queryManagement,
    int command,
    int projections,
    int connect,
    int kafka,
    int kafkaController,
    int postgres,
    int redis,
    int dynamodb,
    int connectMetrics,
    int prometheus) {
  public static final Ports DEFAULT =
      new Ports(8080, 9080, 8081, 8082, 18083, 19092, 19093, 15432, 16379, 18000, 18084, 19090);

  private static final int HIGHEST = 65_535;

  public List<Integer> all() {
    return List.of(
        query,
        queryManagement,
        command,
        projections,
        connect,
        kafka,
        kafkaController,
        postgres,
        redis,
        dynamodb,
        connectMetrics,
        prometheus);
  }

  /**
   * @throws StandaloneException when a port would leave the range there is
   */
  public static Ports withOffset(int offset) {
    var moved = new ArrayList<Integer>();
    for (int port : DEFAULT.all()) {
      int to = port + offset;
      if (to < 1024 || to > HIGHEST) {
        throw new StandaloneException("--port-offset " + offset + " moves " + port + " to " + to);
      }
      moved.add(to);
    }
    return of(moved);
  }

  /** In the order of the components. */
  public static Ports of(List<Integer> ports) {
    return new Ports(
        ports.get(0),
        ports.get(1),
        ports.get(2),
        ports.get(3),
        ports.get(4),
        ports.get(5),
        ports.get(6),
        ports.get(7),
        ports.get(8),
        ports.get(9),
        ports.get(10),
        ports.get(11));
  }

  public String queryUrl() {
    return "http://127.0.0.1:" + query;
  }

  public String queryManagementUrl() {
    return "http://127.0.0.1:" + queryManagement;
  }

  public String commandUrl() {
    return "http://127.0.0.1:" + command;
  }

  public String connectUrl() {
    return "http://127.0.0.1:" + connect;
  }

  public String dynamodbUrl() {
    return "http://127.0.0.1:" + dynamodb;
  }

  public String prometheusUrl() {
    return "http://127.0.0.1:" + prometheus;
  }

  public String redisUrl() {
    return "redis://127.0.0.1:" + redis;
  }

  public String kafkaBootstrap() {
    return "127.0.0.1:" + kafka;
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + postgres + "/vitrine";
  }
}
