-- What one process at a time does, until `until` (epoch milliseconds by the clock of the database).
CREATE TABLE lease (
  name  TEXT   PRIMARY KEY,
  owner TEXT   NOT NULL,
  until BIGINT NOT NULL
);
