package dev.vitrine.openapi;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Makes a page for people out of a document, complete in itself: no script, nothing loaded. Runs
 * while a service is built.
 */
public final class DocumentPage {
  private final Map<?, ?> document;
  private final StringBuilder html = new StringBuilder();

  private DocumentPage(Map<?, ?> document) {
    this.document = document;
  }

  /**
   * Puts the document into a folder as {@code openapi.yaml}, and the page beside it.
   *
   * @param args the document and the folder
   */
  public static void main(String[] args) throws IOException {
    Path source = Path.of(args[0]);
    Path folder = Files.createDirectories(Path.of(args[1]));
    Files.writeString(folder.resolve("openapi.yaml"), Files.readString(source));
    Files.writeString(folder.resolve("index.html"), of(source));
  }

  static String of(Path source) throws IOException {
    try (Reader yaml = Files.newBufferedReader(source)) {
      Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      return new DocumentPage(map(document)).page();
    }
  }

  private String page() {
    Map<?, ?> info = map(document.get("info"));
    html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.append("<title>").append(escaped(info.get("title"))).append("</title>\n<style>\n");
    html.append(STYLE).append("</style>\n</head>\n<body>\n");
    html.append("<h1>").append(escaped(info.get("title"))).append("</h1>\n");
    html.append("<p class=\"note\">Made from <a href=\"docs/openapi.yaml\">openapi.yaml</a> (");
    html.append("OpenAPI ").append(escaped(document.get("openapi"))).append(").</p>\n");
    prose(info.get("description"));
    contents();
    for (Object tag : list(document.get("tags"))) {
      section(map(tag));
    }
    html.append("<h2 id=\"schemas\">Schemas</h2>\n");
    map(map(document.get("components")).get("schemas"))
        .forEach((name, schema) -> schema(String.valueOf(name), map(schema)));
    return html.append("</body>\n</html>\n").toString();
  }

  /** One line for each operation. */
  private void contents() {
    html.append("<nav><table>\n");
    map(document.get("paths"))
        .forEach(
            (path, methods) ->
                map(methods)
                    .forEach(
                        (method, operation) ->
                            html.append("<tr><td>")
                                .append(method(method))
                                .append("</td><td><a href=\"#")
                                .append(escaped(map(operation).get("operationId")))
                                .append("\"><code>")
                                .append(escaped(path))
                                .append("</code></a></td><td>")
                                .append(escaped(map(operation).get("summary")))
                                .append("</td></tr>\n")));
    html.append("</table></nav>\n");
  }

  private void section(Map<?, ?> tag) {
    html.append("<h2>").append(escaped(tag.get("name"))).append("</h2>\n");
    prose(tag.get("description"));
    map(document.get("paths"))
        .forEach(
            (path, methods) ->
                map(methods)
                    .forEach(
                        (method, operation) -> {
                          if (list(map(operation).get("tags")).contains(tag.get("name"))) {
                            operation(path, method, map(operation));
                          }
                        }));
  }

  private void operation(Object path, Object method, Map<?, ?> operation) {
    html.append("<section id=\"").append(escaped(operation.get("operationId"))).append("\">\n");
    html.append("<h3>").append(method(method)).append(" <code>").append(escaped(path));
    html.append("</code></h3>\n<p><b>")
        .append(escaped(operation.get("summary")))
        .append("</b></p>\n");
    prose(operation.get("description"));
    List<?> parameters = list(operation.get("parameters"));
    if (!parameters.isEmpty()) {
      html.append(
          "<table class=\"wide\">\n<tr><th>Parameter</th><th>In</th><th>Type</th><th></th></tr>\n");
      for (Object parameter : parameters) {
        Map<?, ?> resolved = resolved(map(parameter));
        html.append("<tr><td><code>").append(escaped(resolved.get("name"))).append("</code>");
        html.append(Boolean.TRUE.equals(resolved.get("required")) ? " <i>required</i>" : "");
        html.append("</td><td>").append(escaped(resolved.get("in"))).append("</td><td>");
        html.append(type(map(resolved.get("schema")))).append("</td><td>");
        prose(resolved.get("description"));
        html.append("</td></tr>\n");
      }
      html.append("</table>\n");
    }
    if (operation.containsKey("requestBody")) {
      Map<?, ?> body = map(operation.get("requestBody"));
      html.append("<h4>Body</h4>\n");
      prose(body.get("description"));
      html.append("<p>").append(content(map(body.get("content")))).append("</p>\n");
    }
    html.append("<table class=\"wide\">\n<tr><th>Status</th><th></th><th>Headers</th></tr>\n");
    map(operation.get("responses"))
        .forEach((status, answer) -> answer(status, resolved(map(answer))));
    html.append("</table>\n</section>\n");
  }

  private void answer(Object status, Map<?, ?> answer) {
    html.append("<tr class=\"s").append(escaped(status).charAt(0)).append("\"><td>");
    html.append(escaped(status)).append("</td><td>");
    prose(answer.get("description"));
    Map<?, ?> content = map(answer.get("content"));
    if (!content.isEmpty() && !content.containsKey(ApiDocument.PROBLEM_JSON)) {
      html.append(content(content));
    }
    html.append("</td><td>");
    html.append(
        map(answer.get("headers")).keySet().stream()
            .map(name -> "<code>" + escaped(name) + "</code>")
            .collect(Collectors.joining(", ")));
    html.append("</td></tr>\n");
  }

  private void schema(String name, Map<?, ?> schema) {
    html.append("<section id=\"schema-").append(escaped(name)).append("\">\n<h3>");
    html.append(escaped(name)).append("</h3>\n");
    prose(schema.get("description"));
    Map<?, ?> properties = map(schema.get("properties"));
    if (properties.isEmpty()) {
      html.append("<p>").append(type(schema)).append("</p>\n");
    } else {
      List<?> required = list(schema.get("required"));
      html.append("<table class=\"wide\">\n");
      properties.forEach(
          (property, value) -> {
            html.append("<tr><td><code>").append(escaped(property)).append("</code>");
            html.append(required.contains(property) ? "" : " <i>optional</i>").append("</td><td>");
            html.append(type(map(value))).append("</td><td>");
            prose(map(value).get("description"));
            html.append("</td></tr>\n");
          });
      html.append("</table>\n");
    }
    html.append("</section>\n");
  }

  private static String method(Object method) {
    String name = escaped(method).toUpperCase(Locale.ROOT);
    return "<span class=\"method " + name + "\">" + name + "</span>";
  }

  private static String content(Map<?, ?> content) {
    return content.entrySet().stream()
        .map(
            entry ->
                "<code>"
                    + escaped(entry.getKey())
                    + "</code>: "
                    + type(map(map(entry.getValue()).get("schema"))))
        .collect(Collectors.joining("<br>\n"));
  }

  /** A schema in a few words. */
  private static String type(Map<?, ?> schema) {
    if (schema.get("$ref") instanceof String ref) {
      String name = escaped(ref.substring(ref.lastIndexOf('/') + 1));
      return "<a href=\"#schema-" + name + "\">" + name + "</a>";
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.containsKey(choice)) {
        return list(schema.get(choice)).stream()
            .map(one -> type(map(one)))
            .collect(Collectors.joining(" or "));
      }
    }
    if (schema.containsKey("const")) {
      return "<code>" + escaped(schema.get("const")) + "</code>";
    }
    if (schema.containsKey("enum")) {
      return list(schema.get("enum")).stream()
              .map(one -> "<code>" + escaped(one) + "</code>")
              .collect(Collectors.joining(", "))
          + bounds(schema);
    }
    if (schema.containsKey("items")) {
      return "array of " + type(map(schema.get("items")));
    }
    if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
      return "object of " + (values.isEmpty() ? "anything" : type(values));
    }
    if (schema.containsKey("properties")) {
      return "{"
          + map(schema.get("properties")).entrySet().stream()
              .map(
                  one -> "<code>" + escaped(one.getKey()) + "</code>: " + type(map(one.getValue())))
              .collect(Collectors.joining(", "))
          + "}";
    }
    Object type = schema.get("type");
    String name =
        type instanceof List<?> several
            ? several.stream().map(String::valueOf).collect(Collectors.joining(" or "))
            : type == null ? "anything" : String.valueOf(type);
    return escaped(name) + bounds(schema);
  }

  private static String bounds(Map<?, ?> schema) {
    String bounds =
        List.of("minimum", "maximum", "minLength", "maxLength", "pattern", "default").stream()
            .filter(schema::containsKey)
            .map(key -> key + " <code>" + escaped(schema.get(key)) + "</code>")
            .collect(Collectors.joining(", "));
    return bounds.isEmpty() ? "" : " <small>" + bounds + "</small>";
  }

  private Map<?, ?> resolved(Map<?, ?> value) {
    if (!(value.get("$ref") instanceof String ref)) {
      return value;
    }
    Map<?, ?> found = document;
    for (String step : ref.substring("#/".length()).split("/", -1)) {
      found = map(found.get(step));
    }
    return found;
  }

  /** Paragraphs, lists and code, as the document's texts have them. */
  private void prose(@Nullable Object text) {
    if (text == null) {
      return;
    }
    for (String paragraph : String.valueOf(text).split("\n\n", -1)) {
      if (paragraph.startsWith("- ")) {
        html.append("<ul>");
        for (String item : paragraph.substring(2).split("\n- ", -1)) {
          html.append("<li>").append(inline(item)).append("</li>");
        }
        html.append("</ul>\n");
      } else {
        html.append("<p>").append(inline(paragraph)).append("</p>\n");
      }
    }
  }

  private static String inline(String text) {
    return escaped(text).replaceAll("`([^`]*)`", "<code>$1</code>");
  }

  private static String escaped(@Nullable Object text) {
    return String.valueOf(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8884; --soft: #8881; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
      h2 { margin-top: 3rem; border-bottom: 2px solid var(--line); }
      section { margin: 1.5rem 0; padding: .2rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
      table { border-collapse: collapse; margin: .5rem 0; }
      .wide { width: 100%; }
      td, th { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-top: 1px solid var(--line); }
      nav td { border: 0; padding: .1rem .8rem .1rem 0; }
      th { border: 0; font-size: .8rem; opacity: .7; }
      td p, td ul { margin: 0; }
      ul { padding-left: 1.2rem; }
      code { font: .9em ui-monospace, monospace; background: var(--soft); padding: .1em .3em; border-radius: .2em; overflow-wrap: anywhere; }
      .method { font: bold .75rem ui-monospace, monospace; padding: .2em .5em; border-radius: .3em; color: #fff; background: #276749; }
      .POST { background: #2b5797; }
      .s2 td:first-child, .s3 td:first-child { color: #2f855a; font-weight: bold; }
      .s4 td:first-child, .s5 td:first-child { color: #c05621; font-weight: bold; }
      .note, small, i { opacity: .75; font-size: .85em; }
      """;
}
