//! Our own codes, for reasons that have no number in the protocol. Their prefix cannot collide with
//! the protocol's numbers.

use super::table::declines;

declines! {
    /// Our own codes.
    OURS, Ours;

    DECLINED_BY_REVIEWER = "BNFD01" ALL Manual never:
        "Declined by a reviewer", "A member of staff declined without naming a finer reason.", CONTACT;
    ATTEMPTS_EXHAUSTED = "BNFD02" ALL Limit never:
        "Allowed number of attempts is used up", "The limit of attempts set for this verification was reached.", CONTACT;
    CHECK_NOT_MADE = "BNFD03" ALL Internal again:
        "A required check could not be made", "An examiner failed repeatedly; nothing is known against the evidence.", LATER;
    BARCODE_UNREADABLE = "BNFD04" D Barcode again side Back:
        "Barcode on the document could not be read", "No barcode of the expected kind was found and decoded.", OPEN;
    BARCODE_DIFFERS = "BNFD05" D Barcode again:
        "Barcode doesn't match the front of the document", "What the barcode says differs from the printed page.", SAME;
    CHECK_DIGIT_WRONG = "BNFD06" D DataInvalid again:
        "Check digits of the document don't hold", "A check digit of the machine readable zone or of the number is wrong.", SHARP;
    DOCUMENT_USED_BEFORE = "BNFD07" D Duplicate never:
        "Document was already used by another customer", "The same document number is registered under another customer.", REGISTERED;
    ZONE_DIFFERS = "BNFD08" D DataMismatch again:
        "Machine readable zone doesn't match the printed page", "What the machine readable zone says differs from what is printed on the same page.", SHARP;
    FACE_UNCERTAIN = "BNFD09" F FaceMismatch again:
        "Face could not be matched with certainty", "The selfie and the portrait are neither alike enough nor different enough to decide.", MATCH;
    TURN_NOT_SEEN = "BNFD10" F Liveness again:
        "Head was not seen to turn as asked", "The frames that came with the selfie do not show the turns that were asked for, or the person cannot turn the head.", LIVELY;
}
