-- Grids and units that end, and who takes over. `desk` is written as in the to-do list; `heirs` are desks, one after the
-- other: a single one takes everything, several take what lies with them, none leaves it to the community.
CREATE TABLE endings (
    street BIGINT NOT NULL,
    desk TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    area BIGINT,
    heirs TEXT NOT NULL,
    CONSTRAINT endings_key PRIMARY KEY (street, desk, ends_at)
);

-- Published by grid: what has ended or will, without the grids that were drawn again under the same code.
CREATE VIEW pub_grid_endings AS
SELECT e.street, e.desk, e.ends_at, e.area, e.heirs FROM endings e
WHERE NOT EXISTS (SELECT 1 FROM areas a WHERE a.street = e.street AND a.code = e.area AND a.valid_from >= e.ends_at);

-- Published by access: posts with their holders, for counts beside the tree.
CREATE VIEW pub_access_posts AS
SELECT p.street, p.id AS post, p.role, p.area, p.unit, p.valid_to AS ends_at, h.account, h.from_at, h.to_at
FROM posts p LEFT JOIN holdings h ON h.street = p.street AND h.post = p.id;

UPDATE roles SET permissions = permissions || ' manage_office'
WHERE key = 'system_administrator' AND permissions NOT LIKE '%manage_office%';
