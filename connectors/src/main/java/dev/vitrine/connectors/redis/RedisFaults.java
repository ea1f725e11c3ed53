package dev.vitrine.connectors.redis;

import dev.vitrine.connectors.view.Fate;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an error of Redis means for a write. A script's errors quote the command's own, in another
 * place in each version of Redis, so the codes are searched for in the whole line.
 */
final class RedisFaults {
  /** Memory full, failing over, loading, busy with a script, resharding, disk full: it passes. */
  private static final Pattern PASSING =
      Pattern.compile(
          "\\b(OOM|READONLY|LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|NOREPLICAS"
              + "|MISCONF|NOSCRIPT)\\b");

  /** The key holds something that no view ever was. */
  private static final Pattern NOT_OURS = Pattern.compile("\\bWRONGTYPE\\b");

  private RedisFaults() {}

  static Fate of(Throwable thrown) {
    RedisCommandExecutionException answer = answer(thrown);
    if (answer != null) {
      String message = String.valueOf(answer.getMessage());
      if (PASSING.matcher(message).find()) {
        return new Fate.Transient(answer);
      }
      if (NOT_OURS.matcher(message).find()) {
        // Somebody else's data under a view's key: reads of it go on to DynamoDB, so there is no
        // need to delete what we did not write.
        return new Fate.Poison("the key holds no string in Redis, so it is not ours: " + message);
      }
      return new Fate.Fatal("Redis refuses: " + message, answer);
    }
    Throwable cause = unwrapped(thrown);
    return cause instanceof RedisException
        ? new Fate.Transient(cause)
        : new Fate.Fatal("unexpected: " + cause, cause);
  }

  /** The server's answer in the chain of causes: connecting wraps a refused password. */
  private static @Nullable RedisCommandExecutionException answer(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof RedisCommandExecutionException answer) {
        return answer;
      }
    }
    return null;
  }

  static Throwable unwrapped(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }
}
