-- How urgent a message is: 0 live, 1 replay, 2 backfill.
ALTER TABLE bus_queue ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bus_parked ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bus_dead ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;

-- What is left of a vendor's quota, for all replicas; only they use it. Written when a replica takes a slice, not for each call.
CREATE TABLE quota (
  system TEXT             PRIMARY KEY,
  tokens DOUBLE PRECISION NOT NULL,
  at     BIGINT           NOT NULL, -- as of, milliseconds
  closed BIGINT           NOT NULL  -- until, milliseconds; nobody calls before
);
