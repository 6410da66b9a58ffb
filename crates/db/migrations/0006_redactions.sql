-- What an entry said when it was written, as SM3. The chain holds this, so that words which must not stay can be taken
-- out of `body` and the chain still proves that the entry was there.
ALTER TABLE case_events ADD COLUMN digest BYTEA NOT NULL DEFAULT '';
ALTER TABLE office_events ADD COLUMN digest BYTEA NOT NULL DEFAULT '';
