-- What names no object, and may be about a person all the same: only such payloads are read to find whom they mention.
-- Nothing is received meanwhile; with a large journal on PostgreSQL it may be there already, made CONCURRENTLY (k8s/README.md).
CREATE INDEX IF NOT EXISTS journal_nameless ON journal (received, id) WHERE external_id IS NULL;
