-- Two states: taken until `until` (a lease), then done. A lease that ran out counts as never taken.
CREATE TABLE idempotency (
  scope    TEXT   NOT NULL,
  id       TEXT   NOT NULL,
  done     INTEGER NOT NULL,
  owner    TEXT   NOT NULL,
  until    BIGINT NOT NULL,
  PRIMARY KEY (scope, id)
);
