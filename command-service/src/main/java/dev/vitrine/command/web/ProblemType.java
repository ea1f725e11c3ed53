package dev.vitrine.command.web;

import java.util.Locale;

/**
 * What a request can fail by, beside the {@link dev.vitrine.command.rejection.Rejection}s. The name
 * on the wire is the constant's, in small letters with hyphens; with its status it is part of the
 * API: clients switch on it.
 */
public enum ProblemType {
  BAD_REQUEST(400, "The request is none that this service understands: If-Match, or the path."),
  MALFORMED_JSON(400, "The body is not JSON; line and column say where it ceases to be."),
  BAD_PARAMETER(400, "A query parameter is missing, or its value is none that is known."),
  NOT_SUPPORTED_YET(400, "Earlier versions of a product cannot be read yet."),
  EMPTY_UPLOAD(400, "The upload has no content."),
  BAD_GZIP(400, "The upload begins as gzip, or says that it is, and is not, or ends too early."),
  UPLOAD_BROKEN_OFF(400, "The connection ended before the upload did. Nothing was imported."),
  UNAUTHORIZED(401, "No bearer token, or one that is not valid now or not for this service."),
  FORBIDDEN(403, "The roles in the token do not allow this."),
  NOT_FOUND(404, "There is nothing at this path."),
  UNKNOWN_IMPORT(404, "There is no import with this id."),
  METHOD_NOT_ALLOWED(405, "This path does not know the method; Allow says which it knows."),
  NOT_ACCEPTABLE(406, "Accept leaves out the one type in which this is answered."),
  UPLOAD_STALLED(408, "The upload paused for too long."),
  UPLOAD_TOO_SLOW(408, "The upload took longer than uploads may."),
  CONTENT_TOO_LARGE(413, "The body has more bytes than it may have."),
  UPLOAD_TOO_LARGE(413, "The upload has too many bytes, sent or inflated."),
  UNSUPPORTED_MEDIA_TYPE(415, "The body must be application/json, without content encoding."),
  UNSUPPORTED_ENCODING(415, "Content-Encoding of an upload must be gzip or absent."),
  BROKEN_FILE(422, "The file is not of its format; errors names the first lines. None is kept."),
  INTERNAL_SERVER_ERROR(500, "A fault of the service, which is in its log."),
  SERVICE_UNAVAILABLE(
      503,
      "The database does not answer, or too many requests wait. Whether a change was stored is not"
          + " known: read before sending again, or send with If-Match."),
  IMPORTS_BUSY(503, "Too many imports wait or are being uploaded.");

  private final int status;
  private final String meaning;

  ProblemType(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  /** Ends the problem's {@code type}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public int status() {
    return status;
  }

  /** A sentence for the API's document. */
  public String meaning() {
    return meaning;
  }
}
