-- The key of the search terms in `bonafide.db`, sealed under the master key of `master_version`.
CREATE TABLE search_key (
    only_row       INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    master_version INTEGER NOT NULL,
    wrapped        BLOB    NOT NULL
) STRICT;
