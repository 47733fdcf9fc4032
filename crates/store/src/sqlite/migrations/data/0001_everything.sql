-- The data: everything but keys and pictures.
--
-- Times are nanoseconds since 1970 in UTC; the greatest number means "never". Ids are the 16 bytes of
-- their UUID. Columns named `sealed`, `secrets`, `answer`, and `body` where `body_form` is 'sealed',
-- hold: one byte of format, 24 bytes of nonce, ciphertext, 16 bytes of tag (XChaCha20-Poly1305). All
-- others are plain and hold nothing about the person, except what a business writes into its own
-- references and addresses.

-- The businesses. `secrets` is sealed under the master key.
CREATE TABLE accounts (
    id          BLOB    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL UNIQUE,
    client_id   TEXT    NOT NULL UNIQUE,
    environment TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    settings    TEXT    NOT NULL,
    secrets     BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- Temporary access tokens, by the hash of the token. Taking one deletes it.
CREATE TABLE tokens (
    hash    BLOB    NOT NULL PRIMARY KEY,
    account BLOB    NOT NULL,
    until   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_until ON tokens (until);

-- One row for each verification, living or forgotten. `sealed` is the whole value under the
-- verification's own key; it is NULL exactly when the verification is forgotten. The other columns
-- are what a tombstone is made of. `reference` stays, so that it stays taken.
CREATE TABLE verifications (
    key            INTEGER PRIMARY KEY,
    id             BLOB    NOT NULL UNIQUE,
    account        BLOB    NOT NULL,
    reference      TEXT    NOT NULL,
    transaction_id BLOB    NOT NULL,
    version        INTEGER NOT NULL,
    stage          TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    deleted_at     INTEGER,
    journal_length INTEGER NOT NULL,
    journal_last   INTEGER,
    announced      INTEGER NOT NULL,
    sealed         BLOB,
    -- The reference first: staff search by reference without naming an account.
    UNIQUE (reference, account),
    CHECK ((stage = 'deleted') = (sealed IS NULL)),
    CHECK ((stage = 'deleted') = (deleted_at IS NOT NULL))
) STRICT;

-- Which pictures belong to a verification: slot, type, size and name in the vault, sealed.
CREATE TABLE evidence (
    verification INTEGER NOT NULL REFERENCES verifications (key),
    position     INTEGER NOT NULL,
    sealed       BLOB    NOT NULL,
    PRIMARY KEY (verification, position)
) STRICT, WITHOUT ROWID;

-- The journals. `sealed` holds what the browser said and the detail, if there is any; it becomes
-- NULL when the verification is forgotten. Nothing else here ever changes.
CREATE TABLE journal (
    verification INTEGER NOT NULL REFERENCES verifications (key),
    number       INTEGER NOT NULL,
    sequence     INTEGER NOT NULL,
    received_at  INTEGER NOT NULL,
    code         INTEGER NOT NULL,
    sealed       BLOB,
    PRIMARY KEY (verification, number)
) STRICT, WITHOUT ROWID;

-- What shares delivery slots: an account's destinations on one scheme, host and port.
CREATE TABLE lanes (
    key     INTEGER PRIMARY KEY,
    account BLOB NOT NULL,
    origin  TEXT NOT NULL,
    UNIQUE (account, origin)
) STRICT;

-- Where is told to. `disabled_at` is set by an answer of 410 and cleared by a resend.
CREATE TABLE destinations (
    key         INTEGER PRIMARY KEY,
    account     BLOB    NOT NULL,
    url         TEXT    NOT NULL,
    lane        INTEGER NOT NULL REFERENCES lanes (key),
    disabled_at INTEGER,
    UNIQUE (account, url)
) STRICT;

-- The outbox. Of the deliveries of one verification to one destination that are not over, exactly
-- one is 'ready' and the others are 'waiting'. `free_at` is the time from which a ready delivery may
-- be leased: `due_at`, or the end of the lease that holds it.
CREATE TABLE deliveries (
    key          INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    verification INTEGER NOT NULL REFERENCES verifications (key),
    destination  INTEGER NOT NULL REFERENCES destinations (key),
    lane         INTEGER NOT NULL REFERENCES lanes (key),
    number       INTEGER NOT NULL,
    told         TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    -- Attempts of the present schedule: a resend begins a new one. `attempts` only ever grows.
    tries        INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL,
    first_due_at INTEGER,
    due_at       INTEGER,
    free_at      INTEGER,
    ended_at     INTEGER,
    -- Why it ended without an attempt, if it did.
    note         TEXT,
    -- Counts the leases: the number of the last one is its token.
    leases       INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER,
    is_personal  INTEGER NOT NULL,
    -- 'rendered' when it is sent, 'plain', 'sealed', or 'forgotten'.
    body_form    TEXT    NOT NULL,
    body         BLOB,
    CHECK ((state = 'ready') = (free_at IS NOT NULL)),
    CHECK ((state IN ('waiting', 'ready')) = (ended_at IS NULL)),
    CHECK ((body_form IN ('plain', 'sealed')) = (body IS NOT NULL))
) STRICT;
-- Finds the head of a verification and destination, and everything of a verification.
CREATE INDEX deliveries_in_order ON deliveries (verification, destination, number);
-- What may be leased: by lane, so that a lane without slots costs one step whatever its backlog. Its
-- condition is on a column of its own, so that the rows need not be looked at.
CREATE INDEX deliveries_ready ON deliveries (lane, free_at) WHERE free_at IS NOT NULL;
-- What is not over, to count it and to fail it when its destination is disabled.
CREATE INDEX deliveries_open ON deliveries (destination, created_at, ended_at) WHERE ended_at IS NULL;
-- What was forgotten while it was being sent, to end it when its lease runs out.
CREATE INDEX deliveries_lapsing ON deliveries (free_at) WHERE free_at IS NOT NULL AND body_form = 'forgotten';
-- What staff look for.
CREATE INDEX deliveries_of_lane ON deliveries (lane);
CREATE INDEX deliveries_failed ON deliveries (key) WHERE state = 'failed';

-- Attempts, by the delivery's `key` and their number. `answer` is sealed under the verification's key.
CREATE TABLE attempts (
    delivery INTEGER NOT NULL REFERENCES deliveries (key),
    number   INTEGER NOT NULL,
    id       BLOB    NOT NULL,
    at       INTEGER NOT NULL,
    took     INTEGER NOT NULL,
    status   INTEGER,
    error    TEXT,
    answer   BLOB,
    PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;

-- Work to be done. A job that is done is deleted; one that was given up stays, with the reason.
CREATE TABLE jobs (
    key          INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    kind         TEXT    NOT NULL,
    verification BLOB    NOT NULL,
    state        TEXT    NOT NULL,
    due_at       INTEGER NOT NULL,
    -- From when it may be leased: `due_at`, or the end of the lease that holds it.
    free_at      INTEGER NOT NULL,
    leases       INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER,
    -- Why it was put off or given up.
    why          TEXT
) STRICT;
CREATE INDEX jobs_open ON jobs (free_at) WHERE state = 'open';
CREATE INDEX jobs_given_up ON jobs (key) WHERE state = 'given_up';

-- Verifications whose key is still to be destroyed. The row is stored with the forgetting itself and
-- goes when the key is gone from `keys.db` and both logs are empty; a crash in between is made up
-- for when the store is opened.
CREATE TABLE forgetting (
    id BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- One row that the health check writes and reads back.
CREATE TABLE health (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    beats    INTEGER NOT NULL
) STRICT;
INSERT INTO health (only_row, beats) VALUES (1, 0);
