-- The office's own catalogue: founded from the starter, then the office's. Codes stay; names, owners and limits change.
CREATE TABLE catalogue_items (
    street BIGINT NOT NULL,
    code TEXT NOT NULL,
    position BIGINT NOT NULL,
    major TEXT NOT NULL,
    name TEXT NOT NULL,
    lead TEXT NOT NULL,
    basis TEXT NOT NULL,
    taken_back_by TEXT,
    words TEXT NOT NULL,
    places TEXT NOT NULL,
    weight BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    CONSTRAINT catalogue_items_key PRIMARY KEY (street, code),
    CONSTRAINT catalogue_items_basis CHECK (basis IN ('basic', 'assisting', 'taken_back'))
);

-- Conditions for filing, with their limits. Matters keep the limit they were filed under.
CREATE TABLE catalogue_standards (
    street BIGINT NOT NULL,
    id TEXT NOT NULL,
    position BIGINT NOT NULL,
    condition TEXT NOT NULL,
    amount BIGINT NOT NULL,
    unit TEXT NOT NULL,
    season TEXT,
    evidence BIGINT NOT NULL,
    CONSTRAINT catalogue_standards_key PRIMARY KEY (street, id)
);

CREATE INDEX cases_by_item ON cases (street, item, reported_at);

-- What the category was called when the matter was filed: lists and files of old matters keep the old name.
ALTER TABLE cases ADD COLUMN item_name TEXT;
