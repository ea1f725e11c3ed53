-- The trace of an event for every consumer of the topic, as meta_data names it for us: the relay makes
-- a header of it. Empty rather than NULL where there is none, because the relay would send a header
-- without a value, which not every consumer expects; an empty traceparent counts as none everywhere.
ALTER TABLE domain_event_entry ADD COLUMN traceparent text NOT NULL DEFAULT '';
