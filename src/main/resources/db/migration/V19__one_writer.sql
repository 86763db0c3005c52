-- The flow that writes the record to the target, and until when others wait for its end; null when nobody writes.
ALTER TABLE hub_delivery ADD COLUMN writer TEXT;
ALTER TABLE hub_delivery ADD COLUMN held_until BIGINT;
