-- What people did to messages; never a payload.
CREATE TABLE audit (
  seq     ${identity},
  at      BIGINT  NOT NULL,
  who     TEXT    NOT NULL,
  action  TEXT    NOT NULL, -- replay, discard
  subject TEXT    NOT NULL, -- the selection as it was asked for, JSON
  count   INTEGER NOT NULL
);

-- One row, written by the readiness check to see that the store takes writes.
CREATE TABLE watch_probe (
  id INTEGER PRIMARY KEY,
  at BIGINT NOT NULL
);
