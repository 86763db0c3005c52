-- Published, and to be seen by its groups only when due. A newer one of the same topic, key and subject takes its place.
CREATE TABLE bus_delayed (
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
  priority    INTEGER NOT NULL,
  due         BIGINT  NOT NULL,
  delay_key   TEXT,
  UNIQUE (topic, delay_key, subject)
);
CREATE INDEX bus_delayed_due ON bus_delayed (due);
CREATE INDEX bus_delayed_correlation ON bus_delayed (correlation);

-- What a person did, or what was done for them: facts, which are added and never changed. `id` is a hash of what makes the fact the same
-- one when it comes again. While no record is known by `match_value` (as in hub_match) `person` is null; who comes to be known by it takes it.
CREATE TABLE hub_engagement (
  id          TEXT    PRIMARY KEY,
  person      TEXT,
  entity      TEXT    NOT NULL,
  match_field TEXT,
  match_value TEXT,
  type        TEXT    NOT NULL,
  system      TEXT    NOT NULL,
  campaign    TEXT,
  points      INTEGER NOT NULL,
  at          BIGINT  NOT NULL,
  detail      TEXT,
  message     TEXT    NOT NULL
);
CREATE INDEX hub_engagement_person ON hub_engagement (person, at);
CREATE INDEX hub_engagement_waiting ON hub_engagement (entity, match_field, match_value) WHERE person IS NULL;
