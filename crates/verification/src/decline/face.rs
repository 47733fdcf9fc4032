//! Codes of the person's own face: quality, liveness and comparison.

use super::table::declines;

declines! {
    /// What may be wrong with a selfie.
    FACE, Protocol;

    FACE_MANIPULATED = "SPDR000" F Liveness never:
        "Face is artificially manipulated", "The face shows traces of synthesis or replacement.", UNUSABLE;
    FACE_NOT_VERIFIED = "SPDR01" F FaceMismatch again:
        "Face could not be verified", "The face could not be compared, or compares below the limit.", MATCH;
    LIVENESS_FAILED = "SPDR37" F Liveness again:
        "Face liveness check failed", "The checks for a presentation attack did not pass.", LIVELY;
    FACE_DIFFERS_FROM_SIGN_UP = "SPDR38" F FaceMismatch again:
        "Face doesn't match the one used at sign-up", "The face and the registered one compare below the limit.", MATCH;
    GLASSES_WORN = "SPDR58" F ImageQuality again:
        "Glasses are worn in the image", "Glasses cover part of the face.", BARE;
    FACE_FROM_SCREEN = "SPDR59" F Liveness again:
        "Face is captured from another screen", "The image shows the pattern of a screen.", LIVELY;
    FACE_FROM_INTERNET = "SPDR60" F Liveness never:
        "Face image is taken from the internet", "The same face image is public elsewhere.", UNUSABLE;
    MORE_THAN_ONE_FACE = "SPDR61" F ImageQuality again:
        "More than one face is detected", "Several faces were found in the image.", ALONE;
    FACE_SCREENSHOT = "SPDR62" F Liveness again:
        "Face proof is a screenshot", "The face image is a screenshot.", SELFIE;
    LOW_LIGHT = "SPDR96" F ImageQuality again:
        "Face image is taken in low light", "The brightness of the face is below the limit.", LIGHT;
    FACE_IMAGE_BLURRED = "SPDR97" F ImageQuality again:
        "Face image is blurred", "The sharpness of the face is below the limit.", FACE;
    FACE_CROPPED_OR_EDITED = "SPDR98" F Liveness again:
        "Face image is cropped or edited", "The face image was cut or edited after capture.", SELFIE;
    NO_FACE_ON_DOCUMENT = "SPDR99" F DocumentUnreadable again side Front:
        "No face found on the document for comparison", "There is no portrait to compare the selfie with.", PORTRAIT;
    FACE_HIDDEN_ON_DOCUMENT = "SPDR101" F DocumentUnreadable again side Front:
        "Face on the document is hidden", "The portrait on the document is covered.", PORTRAIT;
    FACE_IMAGE_ON_INTERNET = "SPDR109" F Liveness never:
        "Face image is found on the internet", "A public copy of the face image was found.", UNUSABLE;
    HAT_OR_MASK = "SPDR144" F ImageQuality again:
        "Hat or mask is worn in the image", "The face is partly covered.", BARE;
    NO_FACE_IN_UPLOAD = "SPDR168" F ImageQuality again:
        "No face is detected in the uploaded image", "No face was found in the file.", FACE;
    FILTERS_USED = "SPDR218" F Liveness again:
        "Filters are used on the face image", "A filter was applied to the face.", SELFIE;
    FACE_UNCLEAR = "SPDR219" F ImageQuality again:
        "Face is blurred or unclear", "The face is not clear enough to be compared.", FACE;
    DOCUMENT_FACE_UNCLEAR = "SPDR231" F ImageQuality again side Front:
        "Face on the document is unclear", "The portrait is not clear enough to be compared.", PORTRAIT;
    BACKGROUND_PLAIN = "SPDR233" F Liveness again:
        "Face is in front of a plain one-colour background", "The background is of one colour, as in an edited or printed picture.", PLAIN;
    FACE_IMAGE_EDITED = "SPDR259" CF Liveness never:
        "Image of the face is edited", "The face image shows traces of editing.", UNUSABLE;
    FACE_IMAGE_CORRUPT = "SPDR268" F ImageQuality again:
        "Face image is corrupted", "The file could not be decoded completely.", SELFIE;
    EYES_CLOSED = "SPDR277" F ImageQuality again:
        "Eyes are closed", "The eyes in the image are closed.", EYES;
    FACE_ALTERED = "SPDR278" F Liveness never:
        "Face is altered", "The face itself shows traces of alteration.", UNUSABLE;
    FACE_BLURRED = "SPDR279" F ImageQuality again:
        "Face is blurred", "The face is out of focus or moved.", FACE;
    EYES_HIDDEN = "SPDR280" F ImageQuality again:
        "Eyes are hidden by glasses", "Glasses or their reflections cover the eyes.", BARE;
    SEVERAL_FACES = "SPDR281" F ImageQuality again:
        "Several faces are in the image", "More faces than one stand in front of the camera.", ALONE;
    FACE_NOT_DETECTED = "SPDR283" F ImageQuality again:
        "Face is not detected", "The detector found no face.", FACE;
    FACE_DATA_INCOMPLETE = "SPDR284" F Abandoned again:
        "Face data is incomplete", "The capture of the face ended before it was complete.", RESUME;
    DUPLICATE_ACCOUNT = "SPDR287" F Duplicate never:
        "Duplicate account is detected", "The face is already registered under another customer.", REGISTERED;
    FACE_NOT_CLEAR = "SPDR291" F ImageQuality again:
        "Face is not entirely clear", "Part of the face is blurred, dark or covered.", FACE;
    NOT_ENROLLED = "SPDR343" F DataInvalid never:
        "No enrolled face record found", "There is no registered face under this customer id.", UNREGISTERED;
    ALREADY_ENROLLED = "SPDR344" F Duplicate never:
        "Customer id is already enrolled", "A face is already registered under this customer id.", REGISTERED;
}
