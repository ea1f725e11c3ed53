package dev.vitrine.command.imports;

import dev.vitrine.command.claims.ClaimKey;
import dev.vitrine.command.product.ProductDraft;
import java.util.ArrayList;
import java.util.List;

/** A row as far as it can be judged by itself. */
sealed interface Candidate {
  long line();

  /** Roughly how much memory and work it stands for, in characters. */
  int size();

  /** Not a product, whatever the catalog holds. */
  record Unfit(RejectedRow why) implements Candidate {
    @Override
    public long line() {
      return why.line();
    }

    @Override
    public int size() {
      return 100;
    }
  }

  /**
   * A product, if the catalog has room for it.
   *
   * @param draft with an id; its categories are paths
   * @param document the draft as JSON
   * @param hash of the document
   * @param publishable what the file says
   */
  @SuppressWarnings("ArrayRecordComponent") // compared with Arrays.equals by the one who asks
  record Wanted(
      long line, String id, ProductDraft draft, String document, byte[] hash, boolean publishable)
      implements Candidate {

    @Override
    public int size() {
      return document.length();
    }

    List<ClaimKey> keys() {
      List<ClaimKey> keys = new ArrayList<>();
      for (var variant : draft.variants()) {
        if (variant.sku() != null) {
          keys.add(ClaimKey.sku(variant.sku()));
        }
      }
      if (draft.slug() != null) {
        keys.add(ClaimKey.slug(draft.slug()));
      }
      return keys;
    }

    RejectedRow rejected(String reason, String detail) {
      String sku =
          draft.variants().stream()
              .map(variant -> variant.sku() == null ? "" : variant.sku())
              .filter(text -> !text.isEmpty())
              .findFirst()
              .orElse(null);
      return new RejectedRow(line, sku, id, reason, detail, null);
    }
  }
}
