CREATE TABLE journal (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    version BIGINT NOT NULL,
    origin TEXT NOT NULL
);
CREATE TABLE head (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    seq BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    checkpoint_number BIGINT NOT NULL,
    checkpoint_hash BYTEA NOT NULL
);
CREATE TABLE entry (
    seq BIGINT PRIMARY KEY,
    at_micros BIGINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    attached TEXT NOT NULL,
    body TEXT NOT NULL,
    digest BYTEA NOT NULL
);
CREATE TABLE tree (
    level BIGINT NOT NULL,
    position BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (level, position)
);
CREATE TABLE checkpoint (
    number BIGINT PRIMARY KEY,
    size BIGINT NOT NULL,
    at_micros BIGINT NOT NULL,
    note TEXT NOT NULL
);
CREATE TABLE attachment (
    digest BYTEA PRIMARY KEY NOT NULL,
    salt BYTEA,
    bytes BYTEA
);
CREATE TABLE credential (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    owner TEXT NOT NULL,
    secret TEXT NOT NULL,
    note TEXT,
    made_micros BIGINT NOT NULL,
    expires_micros BIGINT,
    used_micros BIGINT,
    PRIMARY KEY (kind, id)
);
CREATE TABLE session (
    token_digest TEXT PRIMARY KEY NOT NULL,
    account TEXT NOT NULL,
    made_micros BIGINT NOT NULL,
    seen_micros BIGINT NOT NULL,
    expires_micros BIGINT NOT NULL,
    how TEXT NOT NULL,
    agent TEXT NOT NULL
);
