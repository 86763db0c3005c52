-- What a message follows from: W3C traceparent and, after a blank, tracestate. Null when that was not traced. One file for each table of
-- messages: each is a transaction, and waits for running replicas without holding what they wait for.
ALTER TABLE bus_queue ADD COLUMN trace TEXT;
