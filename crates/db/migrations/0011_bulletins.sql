-- Published by case for insight: up to when a bulletin counts.
CREATE VIEW pub_case_entries AS SELECT street, seq, at FROM case_events;
