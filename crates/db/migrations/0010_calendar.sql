-- Notices that the office has taken in. Every version of a year stays; the newest counts.
CREATE TABLE calendar_notices (
    street BIGINT NOT NULL,
    year BIGINT NOT NULL,
    version BIGINT NOT NULL,
    accepted_at BIGINT NOT NULL,
    accepted_by TEXT NOT NULL,
    citation TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT calendar_notices_key PRIMARY KEY (street, year, version)
);

-- Days on which the office is closed, or works, whatever the notice says.
CREATE TABLE calendar_closures (
    street BIGINT NOT NULL,
    id UUID NOT NULL,
    day BIGINT NOT NULL,
    works BIGINT NOT NULL,
    reason TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    ended_at BIGINT,
    CONSTRAINT calendar_closures_key PRIMARY KEY (street, id)
);

-- Open matters follow a change of the calendar, one after the other by their ids. `before` are the settings until then.
CREATE TABLE recounts (
    street BIGINT NOT NULL,
    id UUID NOT NULL,
    basis TEXT NOT NULL,
    before TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    after_case UUID NOT NULL,
    seen BIGINT NOT NULL,
    moved BIGINT NOT NULL,
    finished_at BIGINT,
    CONSTRAINT recounts_key PRIMARY KEY (street, id)
);

CREATE INDEX cases_open_by_id ON cases (street, id) WHERE closed_at IS NULL;
