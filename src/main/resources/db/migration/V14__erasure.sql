-- Whose messages are to be looked for and relieved of their payloads: once soon, and again for what was under way then.
CREATE TABLE hub_erasure (
  record_id TEXT    PRIMARY KEY,
  entity    TEXT    NOT NULL,
  at        BIGINT  NOT NULL, -- when the person was forgotten
  pass      INTEGER NOT NULL,
  looked    BIGINT  NOT NULL, -- what came before was looked at; 0 at first
  due       BIGINT  NOT NULL
);

-- When the payload was taken away, as the person whom it was about was forgotten.
ALTER TABLE journal ADD COLUMN erased BIGINT;
