-- Where a group has `ordering=superseded`: the newer message of the same key that the group handled since. Later ones of a key are found by it.
ALTER TABLE bus_parked ADD COLUMN superseded_by TEXT;
CREATE INDEX bus_parked_key ON bus_parked (grp, subject, source, seq);
