-- The review queue: plain columns of the verifications in review, by which the next case is found.
-- The whole task is sealed with its verification; the row follows it in the same change.
CREATE TABLE reviews (
    verification INTEGER PRIMARY KEY REFERENCES verifications (key),
    account      BLOB    NOT NULL,
    since        INTEGER NOT NULL,
    -- From when it may be taken: the end of the lease that holds it, or of its being put off.
    free_at      INTEGER NOT NULL,
    holder       BLOB,
    fence        INTEGER NOT NULL,
    is_escalated INTEGER NOT NULL,
    -- Who made the decision that waits for a second person.
    maker        BLOB
) STRICT;
CREATE INDEX reviews_waiting ON reviews (since, verification);
CREATE INDEX reviews_of_account ON reviews (account, since, verification);
-- Cases from before there was a queue wait since their opening.
INSERT INTO reviews (verification, account, since, free_at, fence, is_escalated)
SELECT key, account, created_at, created_at, 0, 0 FROM verifications WHERE stage = 'in_review';

-- A fence never goes back, or an act of somebody who lost a case would be taken for one of its holder.
CREATE TRIGGER reviews_fence BEFORE UPDATE ON reviews WHEN new.fence < old.fence
BEGIN
    SELECT raise(ABORT, 'the fence of a review went back');
END;

-- Who decided in the back office. Whoever made a decision cannot confirm it.
CREATE TABLE decisions (
    verification INTEGER NOT NULL REFERENCES verifications (key),
    number       INTEGER NOT NULL,
    maker        BLOB    NOT NULL,
    approver     BLOB,
    at           INTEGER NOT NULL,
    PRIMARY KEY (verification, number),
    CHECK (approver IS NULL OR approver <> maker)
) STRICT, WITHOUT ROWID;
