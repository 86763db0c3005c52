-- The id of the trace in which it was received.
ALTER TABLE journal ADD COLUMN trace TEXT;
