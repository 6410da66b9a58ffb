-- Addresses that a calendar program reads without signing in: the SM3 of the secret part, whose, from when to when.
CREATE TABLE feeds (
    street BIGINT NOT NULL,
    token BYTEA NOT NULL,
    account UUID NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    CONSTRAINT feeds_key PRIMARY KEY (street, token)
);
CREATE INDEX feeds_by_account ON feeds (street, account);
