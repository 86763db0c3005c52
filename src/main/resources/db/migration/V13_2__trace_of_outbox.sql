-- As in bus_queue.
ALTER TABLE bus_outbox ADD COLUMN trace TEXT;
