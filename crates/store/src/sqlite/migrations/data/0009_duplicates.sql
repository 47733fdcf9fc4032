-- By what people are found again among the customers of an account that asks for it.

-- The key of an account under which the tables below are written: `id` names it in `keys.db`. Without
-- it, nothing here can be read, compared or joined with what another account has.
CREATE TABLE account_keys (
    account BLOB NOT NULL PRIMARY KEY,
    id      BLOB NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

-- One row for each verification that was decided with a search. `key` only ever grows, so that a
-- search can tell what was stored after it. `selfie` is the hash of a picture, sealed under the
-- account's key.
CREATE TABLE fingerprints (
    key          INTEGER PRIMARY KEY AUTOINCREMENT,
    verification INTEGER NOT NULL UNIQUE REFERENCES verifications (key),
    account      BLOB    NOT NULL,
    selfie       BLOB
) STRICT;
CREATE INDEX fingerprints_of_account ON fingerprints (account, key);

-- The identities that the documents gave: HMAC-SHA256 under a key that follows from the account's.
CREATE TABLE fingerprint_documents (
    hash        BLOB    NOT NULL,
    fingerprint INTEGER NOT NULL REFERENCES fingerprints (key),
    PRIMARY KEY (hash, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE INDEX fingerprint_documents_of ON fingerprint_documents (fingerprint);

-- The faces that customers enrolled. `id` names the key of the row in `keys.db`; forgetting a customer
-- deletes the row and destroys the key. `customer` is a keyed hash of the business's name for them.
CREATE TABLE enrolments (
    id       BLOB NOT NULL PRIMARY KEY,
    account  BLOB NOT NULL,
    customer BLOB NOT NULL,
    sealed   BLOB NOT NULL,
    UNIQUE (account, customer)
) STRICT, WITHOUT ROWID;
