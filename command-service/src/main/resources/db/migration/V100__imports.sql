-- Uploads that are being decided, or were. None of these tables is in the publication.

CREATE TABLE import_job (
  id           text PRIMARY KEY,
  -- uploading: not acknowledged yet; waiting and running: acknowledged, to be decided.
  state        text NOT NULL CHECK (state IN ('uploading', 'waiting', 'running', 'done', 'failed')),
  format       text NOT NULL,
  publish      boolean NOT NULL,
  currency     text,
  actor        text NOT NULL,
  traceparent  text,
  bytes        bigint NOT NULL DEFAULT 0,
  total        bigint,
  -- Rows decided so far, from the first. The same transaction decides them and counts them here.
  read         bigint NOT NULL DEFAULT 0,
  accepted     bigint NOT NULL DEFAULT 0,
  rejected     bigint NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  touched_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at   timestamptz,
  finished_at  timestamptz,
  error        text,
  -- Failures since the last row that was decided.
  attempts     integer NOT NULL DEFAULT 0,
  leased_by    text,
  leased_until timestamptz
);
CREATE INDEX import_job_by_age ON import_job (created_at DESC, id);
CREATE INDEX import_job_unfinished ON import_job (created_at, id)
  WHERE state IN ('uploading', 'waiting', 'running');

-- The upload, inflated, cut into pieces, each deflated by us: PostgreSQL need not try again.
CREATE TABLE import_chunk (
  import_id text NOT NULL REFERENCES import_job (id) ON DELETE CASCADE,
  position  integer NOT NULL,
  data      bytea NOT NULL,
  PRIMARY KEY (import_id, position)
);
ALTER TABLE import_chunk ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE import_rejection (
  import_id  text NOT NULL REFERENCES import_job (id) ON DELETE CASCADE,
  line       bigint NOT NULL,
  sku        text,
  product_id text,
  reason     text NOT NULL,
  detail     text NOT NULL,
  owner      text,
  PRIMARY KEY (import_id, line)
);

-- For each product the row that was imported last: what a new row is compared with, so that a
-- repetition writes nothing and a changed row changes only what it changed.
CREATE TABLE imported_product (
  product_id   text PRIMARY KEY,
  content_hash bytea NOT NULL,
  published    boolean NOT NULL,
  document     text NOT NULL
);
