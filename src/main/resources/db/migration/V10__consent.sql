-- 1 when the target has told something of its own of the record since it was last written there: then nobody knows that it still has what
-- was written, and the same content is sent again once it is due.
ALTER TABLE hub_delivery ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;
