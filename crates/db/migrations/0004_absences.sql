-- Who is away from when to when, and who stands in. `to_at` is the midnight after the last day; ended early, not deleted.
CREATE TABLE absences (
    street BIGINT NOT NULL,
    id UUID NOT NULL,
    account UUID NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    deputy UUID,
    ended_at BIGINT,
    CONSTRAINT absences_key PRIMARY KEY (street, id),
    CONSTRAINT absences_days CHECK (from_at < to_at),
    CONSTRAINT absences_deputy CHECK (deputy <> account)
);
CREATE INDEX absences_by_account ON absences (street, account, to_at);
CREATE INDEX absences_by_deputy ON absences (street, deputy, to_at);

-- Published by access: who holds which post, and who holds it for somebody on leave, for contexts that route work to people.
DROP VIEW pub_access_holders;
CREATE VIEW pub_access_holders AS
SELECT h.street, h.account, a.name, p.role, p.area, p.unit, h.from_at, h.to_at
FROM holdings h
JOIN posts p ON p.street = h.street AND p.id = h.post
JOIN accounts a ON a.street = h.street AND a.id = h.account
WHERE a.ended_at IS NULL
UNION ALL
SELECT h.street, s.deputy, a.name, p.role, p.area, p.unit,
    CASE WHEN h.from_at > s.from_at THEN h.from_at ELSE s.from_at END,
    CASE WHEN h.to_at < s.to_at THEN h.to_at ELSE s.to_at END
FROM absences s
JOIN holdings h ON h.street = s.street AND h.account = s.account
JOIN posts p ON p.street = h.street AND p.id = h.post
JOIN accounts a ON a.street = s.street AND a.id = s.deputy
WHERE s.ended_at IS NULL AND a.ended_at IS NULL;

-- Published by access: names and when somebody left, for contexts whose history names people.
CREATE VIEW pub_access_accounts AS SELECT street, id AS account, name, ended_at FROM accounts;
