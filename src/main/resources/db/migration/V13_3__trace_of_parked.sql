-- As in bus_queue.
ALTER TABLE bus_parked ADD COLUMN trace TEXT;
