//! Codes of the note that the person holds up to the camera.

use super::table::declines;

declines! {
    /// What may be wrong with a consent note.
    CONSENT, Protocol;

    NOTE_TEXT_DIFFERS = "SPDR32" C DataMismatch again field "text":
        "Text on the consent note doesn't match", "The text read differs from the one asked for.", NOTE;
    NOTE_TYPE_NOT_OFFERED = "SPDR33" C Consent again field "supported_types":
        "Consent note is not one of the offered types", "The note is handwritten where print was asked for, or the reverse.", NOTE_KIND;
    NOTE_NOT_HANDWRITTEN = "SPDR106" C Consent again field "supported_types":
        "Consent note should be handwritten", "A printed note was shown.", NOTE_KIND;
    NOTE_WITHOUT_FACE = "SPDR108" C Consent again field "with_face":
        "Face is not shown with the consent note", "No face was found beside the note.", NOTE_FACE;
    NOTE_NOT_PRINTED = "SPDR110" C Consent again field "supported_types":
        "Consent note should be printed", "A handwritten note was shown.", NOTE_KIND;
    NOTE_MIRRORED = "SPDR253" C ImageQuality again:
        "Consent note is mirrored", "The image of the note is mirrored.", NOTE_SEEN;
    NOTE_NOT_VISIBLE = "SPDR254" C ImageQuality again:
        "Consent note is not visible", "The note is too small, dark or blurred to be read.", NOTE_SEEN;
    NOTE_DATA_DIFFERS = "SPDR255" C DataMismatch again field "text":
        "Data on the consent note doesn't match", "A name or a date on the note differs from the claim.", NOTE;
    NOTE_FACE_MISSING = "SPDR256" C Consent again field "with_face":
        "Face is missing on the consent image", "The image shows the note alone.", NOTE_FACE;
    NOTE_SCREENSHOT = "SPDR257" C DocumentAuthenticity again:
        "Consent image is a screenshot", "The image of the note is a screenshot.", NOTE_LIVE;
    NOTE_ALTERED = "SPDR258" C DocumentAuthenticity never:
        "Consent note is altered", "The image of the note shows traces of editing.", UNUSABLE;
    NOTE_FROM_SCREEN = "SPDR260" C DocumentAuthenticity again:
        "Consent note is photographed from another screen", "The image shows the pattern of a screen.", NOTE_LIVE;
    NOTE_FACE_DIFFERS_FROM_SELFIE = "SPDR288" C FaceMismatch again:
        "Face with the consent note doesn't match the selfie", "The face beside the note and the selfie compare below the limit.", MATCH;
    NOTE_FACE_DIFFERS_FROM_DOCUMENT = "SPDR289" C FaceMismatch again:
        "Face with the consent note doesn't match the document", "The face beside the note and the portrait compare below the limit.", MATCH;
    NOTE_FACE_NOT_ENTIRE = "SPDR290" C ImageQuality again:
        "Face is not entirely visible with the consent note", "The note or the edge of the image covers part of the face.", NOTE_FACE;
    NO_NOTE = "SPDR292" C Consent again:
        "No consent note is detected", "No note was found in the image.", NOTE_SEEN;
}
