import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes views of products of about a kilobyte as commands for {@code redis-cli --pipe}: the
 * product, its SKUs and its slug, as the Redis sink would (StoredView and ViewKey of the contract
 * module).
 *
 * <pre>java Products.java FIRST LAST</pre>
 *
 * Product n has the id {@code grown-n}. The same numbers give the same bytes.
 */
public final class Products {
  private static final String BODY =
      """
      {"id":"grown-%1$d","slug":"grown-product-%1$d","name":{"en":"Product %1$d","es":"Producto %1$d"},\
      "description":{"en":"Number %1$d of many: a thing that nobody made, with as many words as a \
      product of a shop usually has.","es":"El número %1$d de muchos: una cosa que nadie hizo, con \
      tantas palabras como suele tener un producto."},"brand":"Brand %2$d",\
      "categories":["category-%3$d"],"attributes":{"material":"steel","dimmable":true,\
      "watts":%4$d,"tags":["number-%1$d","many"]},"media":[{"url":\
      "https://images.example.com/grown/%1$d.jpg","alt":"front"},{"url":\
      "https://images.example.com/grown/%1$d-back.jpg","alt":"back"}],"variants":[\
      {"sku":"G-%1$d-A","options":{"Color":"Black"},"barcode":"29%5$011d","prices":\
      [{"currency":"USD","amount":"%4$d.90"},{"currency":"EUR","amount":"%4$d.50"}]},\
      {"sku":"G-%1$d-B","options":{"Color":"White"},"barcode":"28%5$011d","prices":\
      [{"currency":"USD","amount":"%4$d.90"},{"currency":"EUR","amount":"%4$d.50"}]}],\
      "status":"published","version":1,"updatedAt":"2026-01-01T00:00:00Z"}\
      """;

  private static final String POINTER = "{\"product\":\"grown-%d\",\"generation\":1}";

  private Products() {}

  public static void main(String[] arguments) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 20)) {
      for (int n = Integer.parseInt(arguments[0]); n <= Integer.parseInt(arguments[1]); n++) {
        String body = BODY.formatted(n, n % 500, n % 1_000, n % 90 + 10, (long) n);
        set(out, "product:grown-" + n, "1 1 live\n" + body);
        String pointer = "0 1 live\n" + POINTER.formatted(n);
        set(out, "slug:grown-product-" + n, pointer);
        set(out, "sku:G-" + n + "-A", pointer);
        set(out, "sku:G-" + n + "-B", pointer);
      }
    }
  }

  private static void set(OutputStream out, String key, String value) throws IOException {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.write(("*3\r\n$3\r\nSET\r\n$" + name.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(name);
    out.write(("\r\n$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.write(new byte[] {'\r', '\n'});
  }
}
