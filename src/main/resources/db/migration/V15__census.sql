-- Which objects of a system a reading of all that it has has shown so far; emptied at its end, and before the next one begins.
CREATE TABLE hub_sighting (
  entity      TEXT   NOT NULL,
  system      TEXT   NOT NULL,
  begun       BIGINT NOT NULL, -- of the reading
  external_id TEXT   NOT NULL,
  PRIMARY KEY (entity, system, begun, external_id)
);
