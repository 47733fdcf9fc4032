-- The keyring: a file of its own, so that a backup of the data does not hold the keys.

-- One key for each verification, sealed under the master key of `master_version`.
-- Forgetting a verification deletes its row, and with it everything that was sealed.
CREATE TABLE keys (
    id             BLOB    NOT NULL PRIMARY KEY,
    master_version INTEGER NOT NULL,
    wrapped        BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- A known text sealed under the master key: tells a wrong `master.key` when the store is opened,
-- before anything is sealed under it.
CREATE TABLE proof_of_master (
    version INTEGER NOT NULL PRIMARY KEY,
    sealed  BLOB    NOT NULL
) STRICT;
