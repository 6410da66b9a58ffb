-- What an entry said when it was written, as SM3. The chain holds this, so that words which must not stay can be taken
-- out of `body` and the chain still proves that the entry was there.
ALTER TABLE case_events ADD COLUMN digest BYTEA NOT NULL DEFAULT '';
ALTER TABLE office_events ADD COLUMN digest BYTEA NOT NULL DEFAULT '';

-- Which bit means an order from above is known here and in the case context, and to nobody who reads the view.
DROP VIEW pub_case_open;
CREATE VIEW pub_case_open AS
SELECT street, id, number, title, state, area, desk, lead, flags & 2 AS supervised, reported_at, promise_due_at, handle_due_at
FROM cases WHERE closed_at IS NULL;
