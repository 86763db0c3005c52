-- Consumer groups. The group with the empty name keeps what is published to a topic that nobody reads yet.
CREATE TABLE bus_group (
  id    ${identity},
  topic TEXT NOT NULL,
  name  TEXT NOT NULL,
  UNIQUE (topic, name)
);

-- One row for each message and group that has not settled it; `part` is a hash of the message's key, for workers to share a group.
CREATE TABLE bus_queue (
  seq         ${identity},
  grp         BIGINT  NOT NULL,
  part        INTEGER NOT NULL,
  id          TEXT    NOT NULL,
  source      TEXT    NOT NULL,
  subject     TEXT,
  time        BIGINT  NOT NULL,
  correlation TEXT    NOT NULL,
  published   BIGINT  NOT NULL,
  data        BYTEA   NOT NULL
);
CREATE INDEX bus_queue_grp ON bus_queue (grp, seq);

-- Waits for its next attempt: until `due`, or sooner when the link that it `awaits` comes to exist.
CREATE TABLE bus_parked (
  seq         ${identity},
  grp         BIGINT  NOT NULL,
  part        INTEGER NOT NULL,
  id          TEXT    NOT NULL,
  source      TEXT    NOT NULL,
  subject     TEXT,
  time        BIGINT  NOT NULL,
  correlation TEXT    NOT NULL,
  published   BIGINT  NOT NULL,
  data        BYTEA   NOT NULL,
  attempt     INTEGER NOT NULL,
  parked      BIGINT  NOT NULL,
  due         BIGINT  NOT NULL,
  awaits      TEXT,
  reason      TEXT    NOT NULL,
  detail      TEXT
);
CREATE INDEX bus_parked_due ON bus_parked (grp, due);
CREATE INDEX bus_parked_awaits ON bus_parked (awaits) WHERE awaits IS NOT NULL;

-- Given up; stays until a person replays or discards it.
CREATE TABLE bus_dead (
  seq         ${identity},
  grp         BIGINT  NOT NULL,
  part        INTEGER NOT NULL,
  id          TEXT    NOT NULL,
  source      TEXT    NOT NULL,
  subject     TEXT,
  time        BIGINT  NOT NULL,
  correlation TEXT    NOT NULL,
  published   BIGINT  NOT NULL,
  data        BYTEA   NOT NULL,
  attempt     INTEGER NOT NULL,
  died        BIGINT  NOT NULL,
  flow        TEXT    NOT NULL,
  revision    TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  detail      TEXT
);
CREATE INDEX bus_dead_grp ON bus_dead (grp, seq);

-- Every inbound message as it was received. The dedupe key makes a redelivery visible as one.
CREATE TABLE journal (
  id             TEXT    PRIMARY KEY,
  received       BIGINT  NOT NULL,
  system         TEXT    NOT NULL,
  topic          TEXT    NOT NULL,
  channel        TEXT    NOT NULL,
  dedupe_key     TEXT    NOT NULL,
  external_id    TEXT,
  raw            BYTEA   NOT NULL,
  duplicates     INTEGER NOT NULL DEFAULT 0,
  last_duplicate BIGINT,
  UNIQUE (system, dedupe_key)
);
CREATE INDEX journal_external ON journal (system, external_id, topic, id);

-- What became of it, in each flow and attempt.
CREATE TABLE journal_outcome (
  seq         ${identity},
  correlation TEXT    NOT NULL,
  message     TEXT    NOT NULL,
  topic       TEXT    NOT NULL,
  grp         TEXT,
  flow        TEXT    NOT NULL,
  revision    TEXT    NOT NULL,
  mapping     TEXT,
  attempt     INTEGER NOT NULL,
  outcome     TEXT    NOT NULL,
  reason      TEXT,
  detail      TEXT,
  entity      TEXT,
  record      TEXT,
  target      TEXT,
  target_id   TEXT,
  at          BIGINT  NOT NULL,
  duration    BIGINT  NOT NULL -- microseconds
);
CREATE INDEX journal_outcome_correlation ON journal_outcome (correlation);
CREATE INDEX journal_outcome_record ON journal_outcome (record);
