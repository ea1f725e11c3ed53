-- How old an upload is tells that it was abandoned: none lasts longer than its bound.
ALTER TABLE import_job DROP COLUMN touched_at;
