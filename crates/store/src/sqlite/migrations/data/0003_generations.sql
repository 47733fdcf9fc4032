-- What tells a lost, an older and a foreign part of a store, and what was under way when a server
-- died.

-- Which store this is, and how far its parts have come: see `src/generation.rs`.
CREATE TABLE generation (
    only_row   INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    -- The store's own random name, the same in `keys.db` and in the vault. NULL until it is given
    -- one.
    store      BLOB,
    -- Counts the commits that somebody was told of.
    commits    INTEGER NOT NULL DEFAULT 0,
    -- How far `keys.db` and the vault's mark had come for certain at the last of these commits.
    keys_seen  INTEGER NOT NULL DEFAULT 0,
    vault_seen INTEGER NOT NULL DEFAULT 0,
    -- When the store was last at work: a clock that is far ahead of it is not believed.
    at_work    INTEGER
) STRICT;
INSERT INTO generation (only_row) VALUES (1);

-- Who holds the lease, by a number that every process draws anew, and how many holders in a row
-- died with it.
ALTER TABLE jobs ADD COLUMN holder INTEGER;
ALTER TABLE jobs ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN holder INTEGER;
ALTER TABLE deliveries ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
-- What was under way when a server died: little, and looked for at every lease.
CREATE INDEX jobs_crashed ON jobs (free_at) WHERE state = 'open' AND crashes > 0;
CREATE INDEX deliveries_crashed ON deliveries (free_at) WHERE free_at IS NOT NULL AND crashes > 0;

-- Keys and pictures that no verification is known for, and when they were first found so. They are
-- kept for a while, since what knows of them may turn up.
CREATE TABLE orphans (
    id       BLOB    NOT NULL PRIMARY KEY,
    found_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
