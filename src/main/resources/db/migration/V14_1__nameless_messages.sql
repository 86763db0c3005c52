-- What names no object, and may be about a person all the same: only such payloads are read to find whom they mention.
CREATE INDEX journal_nameless ON journal (received, id) WHERE external_id IS NULL;
