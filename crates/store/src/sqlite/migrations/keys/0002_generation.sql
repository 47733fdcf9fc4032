-- Which store these keys belong to, and how far its parts have come: see `src/generation.rs`.
CREATE TABLE generation (
    only_row  INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    -- The store's own random name. NULL until it is given one.
    store     BLOB,
    -- Counts the commits that made or destroyed keys.
    commits   INTEGER NOT NULL DEFAULT 0,
    -- How far `bonafide.db` had come for certain.
    data_seen INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO generation (only_row) VALUES (1);
