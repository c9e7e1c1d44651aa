CREATE TABLE journal (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL,
    origin TEXT NOT NULL
) STRICT;
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    digest BLOB NOT NULL,
    checkpoint_number INTEGER NOT NULL,
    checkpoint_hash BLOB NOT NULL
) STRICT;
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    at_micros INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    attached TEXT NOT NULL,
    body TEXT NOT NULL,
    digest BLOB NOT NULL
) STRICT;
CREATE TABLE tree (
    level INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint (
    number INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    at_micros INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE TABLE attachment (
    digest BLOB PRIMARY KEY NOT NULL,
    salt BLOB,
    bytes BLOB
) STRICT;
CREATE TABLE credential (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    owner TEXT NOT NULL,
    secret TEXT NOT NULL,
    note TEXT,
    made_micros INTEGER NOT NULL,
    expires_micros INTEGER,
    used_micros INTEGER,
    PRIMARY KEY (kind, id)
) STRICT;
CREATE TABLE session (
    token_digest TEXT PRIMARY KEY NOT NULL,
    account TEXT NOT NULL,
    made_micros INTEGER NOT NULL,
    seen_micros INTEGER NOT NULL,
    expires_micros INTEGER NOT NULL,
    how TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT;
