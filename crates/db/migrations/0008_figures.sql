-- What a matter counts as: at most one mark of each kind, as it stands now. Months are numbers such as 202610.
CREATE TABLE case_marks (
    street BIGINT NOT NULL,
    case_id UUID NOT NULL,
    kind TEXT NOT NULL,
    month BIGINT NOT NULL,
    end_month BIGINT NOT NULL,
    bits BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    CONSTRAINT case_marks_key PRIMARY KEY (street, case_id, kind)
);
CREATE INDEX case_marks_by_month ON case_marks (street, kind, end_month, month);

-- The marks summed up by row of every dimension, kept with every write, so that a table costs nothing however long the past.
CREATE TABLE case_cells (
    street BIGINT NOT NULL,
    dimension TEXT NOT NULL,
    end_month BIGINT NOT NULL,
    month BIGINT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    bits BIGINT NOT NULL,
    number BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    CONSTRAINT case_cells_key PRIMARY KEY (street, dimension, end_month, month, kind, key, bits)
);

-- Published by case for insight.
CREATE VIEW pub_case_cells AS SELECT street, dimension, end_month, month, kind, key, bits, number, seconds FROM case_cells;

DROP VIEW pub_case_tallies;
DROP TABLE case_tallies;
