-- Matters. `body` is the folded history; the other columns are what lists sort and filter by.
CREATE TABLE cases (
    street BIGINT NOT NULL,
    id UUID NOT NULL,
    seq BIGINT NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    level TEXT NOT NULL,
    area BIGINT NOT NULL,
    desk TEXT,
    lead TEXT,
    item TEXT,
    channel TEXT NOT NULL,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    lng DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    closing TEXT,
    flags BIGINT NOT NULL,
    reported_at BIGINT NOT NULL,
    closed_at BIGINT,
    promise_due_at BIGINT,
    handle_due_at BIGINT,
    alarm_at BIGINT,
    body TEXT NOT NULL,
    CONSTRAINT cases_key PRIMARY KEY (street, id)
);
CREATE UNIQUE INDEX cases_by_number ON cases (street, number);
CREATE INDEX cases_by_time ON cases (street, reported_at);
CREATE INDEX cases_by_area ON cases (street, area, reported_at);
CREATE INDEX cases_open ON cases (street, area, promise_due_at) WHERE closed_at IS NULL;
CREATE INDEX cases_alarms ON cases (street, alarm_at) WHERE alarm_at IS NOT NULL;

CREATE TABLE case_events (
    street BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    about UUID NOT NULL,
    about_seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT case_events_key PRIMARY KEY (street, seq)
);
CREATE UNIQUE INDEX case_events_by_case ON case_events (street, about, about_seq);

-- Who owes what, until when: a seek per desk, however many matters there are.
CREATE TABLE case_todos (
    street BIGINT NOT NULL,
    desk TEXT NOT NULL,
    case_id UUID NOT NULL,
    kind TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    CONSTRAINT case_todos_key PRIMARY KEY (street, desk, case_id, kind)
);
CREATE INDEX case_todos_by_due ON case_todos (street, desk, due_at);
CREATE INDEX case_todos_by_case ON case_todos (street, case_id);

-- Published by case: open work at a desk, for contexts that end posts and grids.
CREATE VIEW pub_case_open_work AS SELECT street, desk, case_id, due_at FROM case_todos;

-- Desks and accounts that had a part in a matter and therefore see it.
CREATE TABLE case_parties (
    street BIGINT NOT NULL,
    party TEXT NOT NULL,
    case_id UUID NOT NULL,
    CONSTRAINT case_parties_key PRIMARY KEY (street, party, case_id)
);
CREATE INDEX case_parties_by_case ON case_parties (street, case_id);

-- Reporters stand apart from history, so that a person can be forgotten without tearing the chain.
CREATE TABLE case_reporters (
    street BIGINT NOT NULL,
    case_id UUID NOT NULL,
    place BIGINT NOT NULL,
    receipt BYTEA NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    account UUID,
    CONSTRAINT case_reporters_key PRIMARY KEY (street, case_id, place)
);
CREATE UNIQUE INDEX case_reporters_by_receipt ON case_reporters (street, receipt);

CREATE TABLE case_photos (
    street BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    stage TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    taken_lng DOUBLE PRECISION,
    taken_lat DOUBLE PRECISION,
    added_at BIGINT NOT NULL,
    jpeg BYTEA NOT NULL,
    CONSTRAINT case_photos_key PRIMARY KEY (street, id)
);
CREATE INDEX case_photos_by_case ON case_photos (street, case_id);

CREATE TABLE notices (
    street BIGINT NOT NULL,
    id UUID NOT NULL,
    party TEXT NOT NULL,
    case_id UUID NOT NULL,
    at BIGINT NOT NULL,
    text TEXT NOT NULL,
    read_at BIGINT,
    CONSTRAINT notices_key PRIMARY KEY (street, id)
);
CREATE INDEX notices_by_party ON notices (street, party, at);

-- Month by month what was accepted and closed, kept with every write, so that a leader's page costs nothing.
CREATE TABLE case_tallies (
    street BIGINT NOT NULL,
    month BIGINT NOT NULL,
    area BIGINT NOT NULL,
    what TEXT NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT case_tallies_key PRIMARY KEY (street, month, area, what)
);

-- A row of a foreign file and the matter it became: importing it again changes nothing.
CREATE TABLE case_imports (
    street BIGINT NOT NULL,
    source TEXT NOT NULL,
    source_key TEXT NOT NULL,
    case_id UUID NOT NULL,
    digest BYTEA NOT NULL,
    CONSTRAINT case_imports_key PRIMARY KEY (street, source, source_key)
);

-- Published by case for insight: open matters with what a leader asks about, and the monthly tallies.
CREATE VIEW pub_case_open AS
SELECT street, id, number, title, state, area, desk, lead, flags, reported_at, promise_due_at, handle_due_at
FROM cases WHERE closed_at IS NULL;

CREATE VIEW pub_case_tallies AS SELECT street, month, area, what, number FROM case_tallies;

-- Why a late matter is late: the last reason anybody gave for a step backwards or a pause.
CREATE VIEW pub_case_steps AS SELECT street, about AS case_id, about_seq AS seq, at, action, body FROM case_events;
