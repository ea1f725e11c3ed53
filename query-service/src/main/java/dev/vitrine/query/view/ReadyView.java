package dev.vitrine.query.view;

import dev.vitrine.contract.view.StoredView;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A view and what its answers need, made once. */
public final class ReadyView {
  private final StoredView view;
  private final String etag;
  private final Supplier<byte[]> compressed;
  private volatile byte @Nullable [] gzip;

  public ReadyView(StoredView view) {
    this(view, view.version().etag(), () -> Gzip.of(view.body()));
  }

  /**
   * @param compressed the body, where that may have been made already
   */
  public ReadyView(StoredView view, String etag, Supplier<byte[]> compressed) {
    this.view = view;
    this.etag = etag;
    this.compressed = compressed;
  }

  public StoredView view() {
    return view;
  }

  /** Strong, of the body as it is. */
  public String etag() {
    return etag;
  }

  /** Whether it is worth sending the body compressed to who can read it. */
  public boolean compresses() {
    return Gzip.pays(view.body().length);
  }

  /**
   * The body compressed; never to be changed. Two threads may make it at once, and make the same.
   */
  public byte[] gzip() {
    byte[] made = gzip;
    if (made == null) {
      made = compressed.get();
      gzip = made;
    }
    return made;
  }
}
