-- The office: its tree, its people, their posts. The subdistrict's code leads every key.
CREATE TABLE offices (
    street BIGINT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    CONSTRAINT offices_key PRIMARY KEY (street)
);

-- A drawing of the tree. Cases remember which one placed them.
CREATE TABLE layers (
    street BIGINT NOT NULL,
    layer BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT layers_key PRIMARY KEY (street, layer)
);

CREATE TABLE areas (
    street BIGINT NOT NULL,
    code BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    layer BIGINT NOT NULL,
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    households BIGINT NOT NULL,
    residents BIGINT NOT NULL,
    shape TEXT NOT NULL,
    CONSTRAINT areas_key PRIMARY KEY (street, code, valid_from)
);

CREATE TABLE buildings (
    street BIGINT NOT NULL,
    id BIGINT NOT NULL,
    area BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    compound TEXT NOT NULL,
    address TEXT NOT NULL,
    floors BIGINT NOT NULL,
    households BIGINT NOT NULL,
    residents BIGINT NOT NULL,
    lng DOUBLE PRECISION NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    CONSTRAINT buildings_key PRIMARY KEY (street, id, valid_from)
);
CREATE INDEX buildings_by_area ON buildings (street, area);

-- Drawn layers that are too large to assemble at every request.
CREATE TABLE documents (
    street BIGINT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT documents_key PRIMARY KEY (street, name)
);

CREATE TABLE units (
    street BIGINT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    position BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    CONSTRAINT units_key PRIMARY KEY (street, key),
    CONSTRAINT units_kind CHECK (kind IN ('street', 'district'))
);

-- Roles are the office's own: names and permissions are data.
CREATE TABLE roles (
    street BIGINT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    permissions TEXT NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT roles_key PRIMARY KEY (street, key)
);

CREATE TABLE posts (
    street BIGINT NOT NULL,
    id UUID NOT NULL,
    role TEXT NOT NULL,
    area BIGINT,
    unit TEXT,
    title TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    CONSTRAINT posts_key PRIMARY KEY (street, id)
);

CREATE TABLE accounts (
    street BIGINT NOT NULL,
    id UUID NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    password TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    failures BIGINT NOT NULL DEFAULT 0,
    locked_until BIGINT,
    CONSTRAINT accounts_key PRIMARY KEY (street, id)
);
CREATE UNIQUE INDEX accounts_by_login ON accounts (street, login);

-- Who holds which post, from when to when.
CREATE TABLE holdings (
    street BIGINT NOT NULL,
    post UUID NOT NULL,
    account UUID NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT,
    CONSTRAINT holdings_key PRIMARY KEY (street, post, account, from_at)
);
CREATE INDEX holdings_by_account ON holdings (street, account);

-- Published by access: who holds which post, for contexts that route work to people.
CREATE VIEW pub_access_holders AS
SELECT h.street, h.account, a.name, p.role, p.area, p.unit, h.from_at, h.to_at
FROM holdings h
JOIN posts p ON p.street = h.street AND p.id = h.post
JOIN accounts a ON a.street = h.street AND a.id = h.account
WHERE a.ended_at IS NULL;

CREATE TABLE sessions (
    street BIGINT NOT NULL,
    token BYTEA NOT NULL,
    account UUID NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    CONSTRAINT sessions_key PRIMARY KEY (street, token)
);
CREATE INDEX sessions_by_account ON sessions (street, account);

CREATE TABLE chain_heads (
    street BIGINT NOT NULL,
    chain TEXT NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT chain_heads_key PRIMARY KEY (street, chain)
);

CREATE TABLE office_events (
    street BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    about UUID NOT NULL,
    about_seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT office_events_key PRIMARY KEY (street, seq)
);

CREATE TABLE client_requests (
    street BIGINT NOT NULL,
    client_id UUID NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT client_requests_key PRIMARY KEY (street, client_id)
);
CREATE INDEX client_requests_by_age ON client_requests (street, at);

CREATE TABLE counters (
    street BIGINT NOT NULL,
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    CONSTRAINT counters_key PRIMARY KEY (street, name)
);

-- Column mappings of imports, kept for next time.
CREATE TABLE mappings (
    street BIGINT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT mappings_key PRIMARY KEY (street, name)
);
