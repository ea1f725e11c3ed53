package dev.vitrine.query.http;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/**
 * What a read can fail by. The name on the wire is the constant's, in small letters with hyphens;
 * with its status it is part of the API: clients switch on it.
 */
public enum ProblemType {
  INVALID_ID(400, "An id is none that a product or category can have."),
  INVALID_SKU(400, "A SKU is too long, or no UTF-8."),
  INVALID_SLUG(400, "A slug is empty, too long, or no UTF-8."),
  INVALID_BRAND(400, "A brand is blank, too long, or no UTF-8."),
  INVALID_PARAMETER(400, "A query parameter is missing, given twice, or its value is none."),
  INVALID_CURSOR(400, "The cursor was not given by this listing with these parameters."),
  UNKNOWN_CURRENCY(400, "Listings are not sorted by this currency; detail says by which they are."),
  TOO_MANY_IDS(400, "More ids than can be asked for at once."),
  TOO_MANY_CATEGORIES(400, "The category has more below it than one listing takes together."),
  MALFORMED_URI(400, "The request's URI is none, or holds a raw ';' in its path."),
  REFUSED(400, "The request was refused before any route saw it; its status may be another 4xx."),
  UNKNOWN_PRODUCT(404, "There is no product with this id."),
  UNKNOWN_SKU(404, "No product has this SKU."),
  UNKNOWN_SLUG(404, "No product has this slug."),
  UNKNOWN_CATEGORY(404, "There is no category with this id."),
  PRODUCT_NOT_PUBLISHED(404, "There is such a product, and shoppers cannot see it."),
  NOT_FOUND(404, "There is nothing at this path."),
  METHOD_NOT_ALLOWED(405, "This path can only be read, by GET and HEAD."),
  INTERNAL(500, "A fault of the service, which is in its log."),
  UNAVAILABLE(503, "A store did not answer in time."),
  VERSION_NOT_READABLE_YET(503, "The version asked for, or seen before, has not arrived here."),
  NOT_READABLE_YET(503, "This replica knows of a newer version than the stores have received."),
  TOO_MANY_STREAMS(503, "This replica has no room for another stream.");

  private final HttpStatus status;
  private final String meaning;

  ProblemType(int status, String meaning) {
    this.status = HttpStatus.valueOf(status);
    this.meaning = meaning;
  }

  /** Ends the problem's {@code type}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The same words, for people to read. */
  public String title() {
    return name().charAt(0) + text().substring(1).replace('-', ' ');
  }

  public HttpStatus status() {
    return status;
  }

  /** A sentence for the API's document. */
  public String meaning() {
    return meaning;
  }
}
