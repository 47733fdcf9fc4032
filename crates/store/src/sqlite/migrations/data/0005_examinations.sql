-- What was read of a verification's pictures, so that what a form shows is what the verdict rests on,
-- whoever asks and whenever. `rests_on` is a digest over the names of the pictures: with any other
-- picture it is another examination. `sealed` is under the verification's key; the row goes when the
-- verification is forgotten.
CREATE TABLE examinations (
    verification INTEGER PRIMARY KEY REFERENCES verifications (key),
    rests_on     BLOB NOT NULL,
    sealed       BLOB NOT NULL
) STRICT;
