package dev.vitrine.standalone.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a running stack leaves in its data directory for the other commands. Believed only while the
 * supervisor it names is alive.
 *
 * @param phase where the stack as a whole is
 * @param message why it failed; null otherwise
 */
public record StackState(
    ProcessIdentity supervisor,
    Ports ports,
    Phase phase,
    @Nullable String message,
    List<PartState> parts) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Of the whole stack. */
  public enum Phase {
    STARTING,
    READY,
    STOPPING,
    FAILED
  }

  /**
   * @param process null when it does not run
   * @param condition one word and perhaps a reason
   */
  public record PartState(
      String name, @Nullable ProcessIdentity process, String condition, int restarts) {}

  /** What was written last, whoever wrote it and whether it still runs. */
  public static Optional<StackState> last(DataDir dir) {
    try {
      return Optional.of(JSON.readValue(Files.readString(dir.stateFile()), StackState.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JacksonException e) {
      // Half a file after a power cut: as good as none.
      return Optional.empty();
    }
  }

  /** The stack that runs now; empty when its supervisor is gone. */
  public static Optional<StackState> running(DataDir dir) {
    return last(dir).filter(state -> state.supervisor().isAlive());
  }

  /**
   * @throws StandaloneException when no stack is up and ready
   */
  public static StackState ready(DataDir dir) {
    StackState state =
        running(dir)
            .orElseThrow(
                () ->
                    new StandaloneException(
                        "no stack is up on " + dir.root() + " (start one: ./vitrine up)"));
    if (state.phase() != Phase.READY) {
      throw new StandaloneException(
          "the stack on "
              + dir.root()
              + " is not ready: "
              + state.phase().name().toLowerCase(Locale.ROOT));
    }
    return state;
  }

  public void write(DataDir dir) {
    Path next = dir.of("state.json.next");
    try {
      Files.writeString(next, JSON.writeValueAsString(this));
      Files.move(next, dir.stateFile(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StandaloneException("cannot write " + dir.stateFile() + ": " + e.getMessage(), e);
    }
  }

  public static void remove(DataDir dir) {
    try {
      Files.deleteIfExists(dir.stateFile());
    } catch (IOException e) {
      throw new StandaloneException("cannot delete " + dir.stateFile() + ": " + e.getMessage(), e);
    }
  }
}
