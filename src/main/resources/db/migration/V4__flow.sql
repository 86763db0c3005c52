-- How far a schedule has read a system: the last row's time and, as many rows may have one time, its id.
CREATE TABLE watermark (
  schedule TEXT   NOT NULL,
  system   TEXT   NOT NULL,
  time     BIGINT NOT NULL,
  id       TEXT   NOT NULL,
  at       BIGINT NOT NULL,
  PRIMARY KEY (schedule, system)
);
