-- Staff: who works in the back office. `sealed` (name, e-mail address, role and standing) and `secrets`
-- (what they sign in with) are under the master key, for this row and version, so nobody who writes into
-- the database can give themselves a role. `email_hash` is keyed, and is what a sign-in looks for.
CREATE TABLE staff (
    key        INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    email_hash BLOB    NOT NULL UNIQUE,
    version    INTEGER NOT NULL,
    sealed     BLOB    NOT NULL,
    -- NULL until the invitation is accepted.
    secrets    BLOB
) STRICT;

-- The one open invitation of a member, by the hash of its token.
CREATE TABLE staff_invitations (
    member INTEGER PRIMARY KEY REFERENCES staff (key),
    hash   BLOB    NOT NULL UNIQUE,
    until  INTEGER NOT NULL
) STRICT;

-- Sessions, by the hash of their token. One of an earlier epoch than its member's is over.
CREATE TABLE staff_sessions (
    hash      BLOB    NOT NULL PRIMARY KEY,
    member    INTEGER NOT NULL REFERENCES staff (key),
    epoch     INTEGER NOT NULL,
    -- 0 after the password, 1 after the second factor.
    is_proved INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    used_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_sessions_old ON staff_sessions (opened_at);

-- Attempts to sign in that failed, by keyed hashes of names and addresses.
CREATE TABLE staff_attempts (
    key     BLOB    NOT NULL PRIMARY KEY,
    failed  INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_attempts_old ON staff_attempts (last_at);

-- Where members signed in from, by keyed hashes of addresses.
CREATE TABLE staff_places (
    member  INTEGER NOT NULL REFERENCES staff (key),
    place   BLOB    NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (member, place)
) STRICT, WITHOUT ROWID;
