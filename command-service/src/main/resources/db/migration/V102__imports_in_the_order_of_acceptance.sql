-- An import has its place in the order since it was acknowledged, not since its upload began.
ALTER TABLE import_job ADD COLUMN accepted_at timestamptz;
UPDATE import_job SET accepted_at = created_at WHERE state <> 'uploading';
DROP INDEX import_job_unfinished;
CREATE INDEX import_job_unfinished ON import_job (accepted_at, id)
  WHERE state IN ('waiting', 'running');
