package dev.vitrine.query.view;

import dev.vitrine.contract.view.StoredView;
import org.jspecify.annotations.Nullable;

/** A view and what its answers need, made once and kept where the view is kept. */
public final class ReadyView {
  private final StoredView view;
  private final String etag;
  private volatile byte @Nullable [] gzip;

  public ReadyView(StoredView view) {
    this.view = view;
    this.etag = view.version().etag();
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
      made = Gzip.of(view.body());
      gzip = made;
    }
    return made;
  }
}
