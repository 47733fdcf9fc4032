-- What verifications are found by: see `src/sqlite/search`.
--
-- The tables are kept in parts of 1,024 verifications that were opened one after the other: `part` is
-- `verification / 1024`. New rows therefore go to few pages, although the terms are random numbers, and
-- a search reads one part after the other, the newest first, until it has found enough.

-- What a list is narrowed down to. Nothing here says who the person is. `country` is ISO 3166-1 alpha-2,
-- `kind` is the number of the status event (100, 105, 110), `services` and `document_types` have a bit for
-- each (see `src/sqlite/search/facts.rs`), and `by_hand` is 1 if a person gave the verdict.
CREATE TABLE search_facts (
    part           INTEGER NOT NULL,
    account        BLOB    NOT NULL,
    verification   INTEGER NOT NULL REFERENCES verifications (key),
    stage          TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    country        TEXT,
    services       INTEGER NOT NULL DEFAULT 0,
    kind           INTEGER,
    document_types INTEGER NOT NULL DEFAULT 0,
    by_hand        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (part, account, verification)
) STRICT, WITHOUT ROWID;

-- The words, numbers, addresses and dates of a verification, each as the first 8 bytes of an HMAC-SHA-256
-- under the key in `search_key` of `keys.db`. They go when the verification is forgotten.
CREATE TABLE search_terms (
    part         INTEGER NOT NULL,
    term         INTEGER NOT NULL,
    verification INTEGER NOT NULL,
    PRIMARY KEY (part, term, verification)
) STRICT, WITHOUT ROWID;

-- All terms of a verification, 8 bytes each, so that they can be removed without knowing what they mean.
CREATE TABLE search_terms_of (
    verification INTEGER PRIMARY KEY REFERENCES verifications (key),
    terms        BLOB NOT NULL
) STRICT;

-- The earliest and the latest opening in each part.
CREATE TABLE search_parts (
    part     INTEGER PRIMARY KEY,
    earliest INTEGER NOT NULL,
    latest   INTEGER NOT NULL
) STRICT;

-- How far the terms of verifications that an earlier version stored have been made, from the newest to
-- the oldest: those whose `key` is smaller have none yet. `made_with` tells which key made them.
CREATE TABLE search_state (
    only_row      INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    made_with     INTEGER,
    missing_below INTEGER NOT NULL
) STRICT;

INSERT INTO search_facts (part, account, verification, stage, created_at)
    SELECT key / 1024, account, key, stage, created_at FROM verifications;
INSERT INTO search_parts (part, earliest, latest)
    SELECT key / 1024, min(created_at), max(created_at) FROM verifications GROUP BY 1;
INSERT INTO search_state (only_row, missing_below)
    SELECT 1, coalesce(max(key), 0) + 1 FROM verifications WHERE sealed IS NOT NULL;

-- References that start with a text, within one account.
CREATE INDEX verifications_named ON verifications (account, reference);
