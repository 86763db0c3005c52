-- Messages that told what somebody did whom nobody knew then, by an id of a system: once the person is known by it and forgotten, so are these.
CREATE TABLE hub_unknown_fact (
  entity      TEXT   NOT NULL,
  system      TEXT   NOT NULL,
  external_id TEXT   NOT NULL,
  message     TEXT   NOT NULL,
  correlation TEXT   NOT NULL, -- the inbound message that it follows from
  at          BIGINT NOT NULL, -- when it was told last
  PRIMARY KEY (entity, system, external_id, message)
);
CREATE INDEX hub_unknown_fact_at ON hub_unknown_fact (at, message);
