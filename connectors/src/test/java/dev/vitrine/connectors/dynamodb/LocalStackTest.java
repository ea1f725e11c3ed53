package dev.vitrine.connectors.dynamodb;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** The suite against LocalStack, wherever there is a container engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalStackTest implements DynamoDbSuite {
  private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.7.0");

  private LocalStackContainer engine;
  private DynamoDbStore store;

  @BeforeAll
  void start() {
    boolean containers = DockerClientFactory.instance().isDockerAvailable();
    if (!containers) {
      // On standard error too: a skipped class is one quiet line in a report.
      System.err.println(
          "SKIPPED: the DynamoDB suite against LocalStack, because Testcontainers finds no"
              + " container engine here (no Docker socket, no DOCKER_HOST). DynamoDbLocalTest runs"
              + " it against DynamoDB Local.");
    }
    assumeTrue(containers, "no container engine, so no LocalStack");
    engine = new LocalStackContainer(IMAGE).withServices("dynamodb");
    engine.start();
    store = new DynamoDbStore(engine.getEndpoint());
  }

  @AfterAll
  void stop() {
    if (store != null) {
      store.close();
    }
    if (engine != null) {
      engine.stop();
    }
  }

  @Override
  public DynamoDbStore store() {
    return store;
  }
}
