-- What a message follows from: W3C traceparent and, after a blank, tracestate. Null when that was not traced.
ALTER TABLE bus_queue ADD COLUMN trace TEXT;
ALTER TABLE bus_outbox ADD COLUMN trace TEXT;
ALTER TABLE bus_parked ADD COLUMN trace TEXT;
ALTER TABLE bus_dead ADD COLUMN trace TEXT;
ALTER TABLE bus_delayed ADD COLUMN trace TEXT;

-- The id of the trace in which it was received.
ALTER TABLE journal ADD COLUMN trace TEXT;
