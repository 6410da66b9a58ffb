-- Published by grid: each building as it is now, or as it was at its end, so that whoever lives there stays in sight.
CREATE VIEW pub_grid_buildings AS
SELECT b.street, b.id, b.area, b.compound, b.address, b.valid_to FROM buildings b
WHERE b.valid_from = (SELECT MAX(n.valid_from) FROM buildings n WHERE n.street = b.street AND n.id = b.id);

-- Households. `body` is the folded history; the other columns are what lists sort and filter by. No grid: it follows the building.
CREATE TABLE households (
    street BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    building BIGINT NOT NULL,
    dwelling TEXT NOT NULL,
    head_name TEXT NOT NULL,
    search TEXT NOT NULL,
    residents BIGINT NOT NULL,
    headless_since TEXT,
    conflicts BIGINT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT households_key PRIMARY KEY (street, id)
);
CREATE INDEX households_by_building ON households (street, building);

-- Who lives where, from which day up to the day before which; nobody is removed. Days as `2026-03-02`.
CREATE TABLE residents (
    street BIGINT NOT NULL,
    id UUID NOT NULL,
    household UUID NOT NULL,
    name TEXT NOT NULL,
    sex TEXT NOT NULL,
    born TEXT,
    phone TEXT,
    relation TEXT NOT NULL,
    from_day TEXT NOT NULL,
    arrival TEXT NOT NULL,
    to_day TEXT,
    departure TEXT,
    CONSTRAINT residents_key PRIMARY KEY (street, id)
);
CREATE INDEX residents_by_household ON residents (street, household);

CREATE TABLE people_events (
    street BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    about UUID NOT NULL,
    about_seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    body TEXT NOT NULL,
    digest BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT people_events_key PRIMARY KEY (street, seq)
);
CREATE UNIQUE INDEX people_events_by_household ON people_events (street, about, about_seq);

-- The same field said two ways, until a person decides.
CREATE TABLE household_conflicts (
    street BIGINT NOT NULL,
    household UUID NOT NULL,
    number BIGINT NOT NULL,
    resident UUID,
    field TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    decided_at BIGINT,
    body TEXT NOT NULL,
    CONSTRAINT household_conflicts_key PRIMARY KEY (street, household, number)
);

-- A phone belongs to one account; `next_n` is the lowest of its writes that is not decided.
CREATE TABLE field_devices (
    street BIGINT NOT NULL,
    device UUID NOT NULL,
    account UUID NOT NULL,
    next_n BIGINT NOT NULL,
    CONSTRAINT field_devices_key PRIMARY KEY (street, device)
);

-- Every numbered write of a phone, as it came, and what became of it. `area` is where its author worked then.
CREATE TABLE field_uploads (
    street BIGINT NOT NULL,
    device UUID NOT NULL,
    n BIGINT NOT NULL,
    client_id UUID NOT NULL,
    author TEXT NOT NULL,
    area BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    phone_at BIGINT NOT NULL,
    elapsed_ms BIGINT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT NOT NULL,
    CONSTRAINT field_uploads_key PRIMARY KEY (street, device, n)
);
CREATE INDEX field_uploads_open ON field_uploads (street, area, received_at) WHERE state IN ('waiting', 'refused');
