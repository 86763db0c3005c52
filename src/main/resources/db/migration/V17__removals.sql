-- How often somebody began to remove the group: each time it may have lost its place in the broker, whether or not it was removed then.
ALTER TABLE bus_group ADD COLUMN removals BIGINT NOT NULL DEFAULT 0;
