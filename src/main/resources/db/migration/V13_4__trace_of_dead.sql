-- As in bus_queue.
ALTER TABLE bus_dead ADD COLUMN trace TEXT;
