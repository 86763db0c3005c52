-- One row for each real customer, company, order, product. `data` and `provenance` follow from the contributions in hub_link.
-- A forgotten record stays as a tombstone without data, so that the person is not created again.
CREATE TABLE hub_record (
  id           TEXT   PRIMARY KEY,
  entity       TEXT   NOT NULL,
  version      BIGINT NOT NULL,
  data         TEXT   NOT NULL,
  provenance   TEXT   NOT NULL,
  source_time  BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  forgotten_at BIGINT
);
CREATE INDEX hub_record_entity ON hub_record (entity) WHERE forgotten_at IS NULL;

-- Which record a system's object is, and what that system says about it (its contribution); `data` is null where it said nothing.
-- `history` tells since when it says so.
CREATE TABLE hub_link (
  entity      TEXT   NOT NULL,
  system      TEXT   NOT NULL,
  external_id TEXT   NOT NULL,
  record_id   TEXT   NOT NULL,
  data        TEXT,
  source_time BIGINT,
  message     TEXT,
  history     TEXT,
  linked_at   BIGINT NOT NULL,
  PRIMARY KEY (entity, system, external_id)
);
CREATE INDEX hub_link_record ON hub_link (record_id);

-- By which values an unknown object is recognised; `value` is the SHA-256 of the normalised value, never the value.
CREATE TABLE hub_match (
  entity    TEXT NOT NULL,
  field     TEXT NOT NULL,
  value     TEXT NOT NULL,
  record_id TEXT NOT NULL,
  PRIMARY KEY (entity, field, value)
);

-- What a target has of a record: `version` and `fingerprint` of what it took last, `echo` hashes of what was last written to it.
-- state: sending (the target may or may not have it), delivered, failed, overtaken (two writes crossed: must be sent again).
CREATE TABLE hub_delivery (
  record_id   TEXT    NOT NULL,
  target      TEXT    NOT NULL,
  object      TEXT    NOT NULL,
  version     BIGINT  NOT NULL,
  state       TEXT    NOT NULL,
  fingerprint TEXT,
  external_id TEXT,
  identity    INTEGER NOT NULL,
  reason      TEXT,
  attempts    INTEGER NOT NULL,
  echo        TEXT,
  created_at  BIGINT  NOT NULL,
  at          BIGINT  NOT NULL,
  PRIMARY KEY (record_id, target, object)
);
