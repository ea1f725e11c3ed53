-- The event table is the outbox: Debezium reads its inserts from the log. See docs/architecture.md.
-- COLLATE "C": ids sort by bytes, so the state for the audit comes in that order straight from the index.
-- event_identifier has no unique index: ids are random UUIDs, and a second random index would be
-- paid by every insert. What must be unique is (aggregate, sequence).
CREATE TABLE domain_event_entry (
  global_index         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  aggregate_identifier text COLLATE "C" NOT NULL,
  sequence_number      bigint NOT NULL,
  type                 text NOT NULL,
  event_identifier     text NOT NULL,
  time_stamp           text NOT NULL,
  payload_type         text NOT NULL,
  payload_revision     text,
  payload              text NOT NULL,
  meta_data            text NOT NULL,
  commit_end           boolean NOT NULL,
  UNIQUE (aggregate_identifier, sequence_number)
);

-- Who owns which SKU and slug. A freed key keeps its row, so that its generation goes on rising.
CREATE TABLE claim (
  kind       text COLLATE "C" NOT NULL,
  key        text COLLATE "C" NOT NULL,
  owner      text,
  generation bigint NOT NULL,
  PRIMARY KEY (kind, key)
);

CREATE PUBLICATION vitrine FOR TABLE domain_event_entry WITH (publish = 'insert');
