-- What was published and is not confirmed by the broker yet, or has no group yet; written in the publisher's transaction.
CREATE TABLE bus_outbox (
  seq         ${identity},
  topic       TEXT    NOT NULL,
  part        INTEGER NOT NULL,
  id          TEXT    NOT NULL,
  source      TEXT    NOT NULL,
  subject     TEXT,
  time        BIGINT  NOT NULL,
  correlation TEXT    NOT NULL,
  published   BIGINT  NOT NULL,
  data        BYTEA   NOT NULL,
  priority    INTEGER NOT NULL
);
CREATE INDEX bus_outbox_topic ON bus_outbox (topic, seq);

-- A broker may hand a message over again that is parked or dead already: it is there once.
DELETE FROM bus_parked WHERE seq NOT IN (SELECT MAX(seq) FROM bus_parked GROUP BY grp, id);
CREATE UNIQUE INDEX bus_parked_message ON bus_parked (grp, id);
DELETE FROM bus_dead WHERE seq NOT IN (SELECT MAX(seq) FROM bus_dead GROUP BY grp, id);
CREATE UNIQUE INDEX bus_dead_message ON bus_dead (grp, id);
