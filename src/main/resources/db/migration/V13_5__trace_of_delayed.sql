-- As in bus_queue.
ALTER TABLE bus_delayed ADD COLUMN trace TEXT;
