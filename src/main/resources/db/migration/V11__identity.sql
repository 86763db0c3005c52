-- An object that its system deleted, or merged into the object `gone_into`; cleared when something newer shows it alive again.
ALTER TABLE hub_link ADD COLUMN gone_at BIGINT;
ALTER TABLE hub_link ADD COLUMN gone_message TEXT;
ALTER TABLE hub_link ADD COLUMN gone_into TEXT;

-- Since when no system has an object of the record any more; it keeps what was known last.
ALTER TABLE hub_record ADD COLUMN gone_at BIGINT;

-- The record's id as the target knows it, where that is the id of a record that was merged into this one. A row whose record_id
-- is such an id is an object that the target has too many: it is not written to any more.
ALTER TABLE hub_delivery ADD COLUMN known_as TEXT;

-- Records that were merged into others. `record_id` is never an alias itself.
CREATE TABLE hub_alias (
  id        TEXT PRIMARY KEY,
  record_id TEXT NOT NULL
);
CREATE INDEX hub_alias_record ON hub_alias (record_id);

-- Who wants a match key that another record owns: the first one gets it when the owner gives it up.
CREATE TABLE hub_claim (
  entity    TEXT   NOT NULL,
  field     TEXT   NOT NULL,
  value     TEXT   NOT NULL,
  record_id TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (entity, field, value, record_id)
);
CREATE INDEX hub_claim_record ON hub_claim (record_id);
CREATE INDEX hub_match_record ON hub_match (record_id);

-- What happened to a record: names of fields, systems and ids, never a value. Only the newest entries are kept.
CREATE TABLE hub_history (
  seq       ${identity},
  record_id TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  version   BIGINT NOT NULL,
  what      TEXT   NOT NULL, -- change, merge, removal
  system    TEXT,
  message   TEXT,
  detail    TEXT   NOT NULL
);
CREATE INDEX hub_history_record ON hub_history (record_id, seq);
