-- The audit trail: what staff and the operator did. It only grows.
--
-- `sealed` is what an entry says in words, under the key of its verification or of the store, as
-- `sealed_for` says; `digest` is its SHA-256. `link` is the SHA-256 over the link of the entry before
-- and everything in this row but `sealed`: the chain therefore holds when `sealed` is erased with its
-- verification, which is the only change that is allowed.
CREATE TABLE audit (
    number       INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    at           INTEGER NOT NULL,
    -- `operator`, `server`, or the role of the member of staff.
    actor        TEXT    NOT NULL,
    member       BLOB,
    act          TEXT    NOT NULL,
    account      BLOB,
    verification BLOB,
    sealed_for   TEXT    CHECK (sealed_for IN ('verification', 'store')),
    digest       BLOB,
    sealed       BLOB,
    link         BLOB    NOT NULL,
    CHECK ((digest IS NULL) = (sealed_for IS NULL)),
    CHECK (sealed IS NULL OR digest IS NOT NULL)
) STRICT;
CREATE INDEX audit_of_verification ON audit (verification, number) WHERE verification IS NOT NULL;
CREATE INDEX audit_of_account ON audit (account, number) WHERE account IS NOT NULL;
CREATE INDEX audit_of_member ON audit (member, number) WHERE member IS NOT NULL;

CREATE TRIGGER audit_follows BEFORE INSERT ON audit
WHEN new.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM audit)
BEGIN
    SELECT raise(ABORT, 'the audit trail is append-only: an entry follows the last one');
END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
BEGIN
    SELECT raise(ABORT, 'the audit trail is append-only: nothing is removed');
END;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
WHEN new.sealed IS NOT NULL OR old.sealed_for IS NOT 'verification'
    OR new.number IS NOT old.number OR new.id IS NOT old.id OR new.at IS NOT old.at
    OR new.actor IS NOT old.actor OR new.member IS NOT old.member OR new.act IS NOT old.act
    OR new.account IS NOT old.account OR new.verification IS NOT old.verification
    OR new.sealed_for IS NOT old.sealed_for OR new.digest IS NOT old.digest OR new.link IS NOT old.link
BEGIN
    SELECT raise(ABORT, 'the audit trail is append-only: nothing is changed');
END;
