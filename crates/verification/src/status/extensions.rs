//! Our own codes, from 3000 on, for steps that have no number in the protocol.
//!
//! None of them replaces a code of the protocol, and they are not sent to accounts that want strict
//! compatibility. A number is never reused.

use super::table::codes;

codes! {
    /// Our own codes, in ascending order.
    OURS, Ours;

    LINK_ACCEPTED = 3000, Transaction, Server, "Link accepted by the message channel: <channel>", after [405],
        "The channel took the message with the link; it has not said that it arrived.",
        template "Link accepted by the message channel: ";
    LINK_DELIVERED = 3005, Transaction, Server, "Link delivered: <channel>", after [405],
        "The channel said that the message arrived.",
        template "Link delivered: ";
    LINK_DELIVERY_FAILED = 3010, Transaction, Server, "Link delivery failed: <channel>", after [405],
        "The channel could not deliver the message: the person may not know of the link.",
        template "Link delivery failed: ";
    LINK_REVOKED = 3015, Transaction, Server, "Link revoked", after [],
        "The link no longer opens; a new one may have been made.";

    HAND_OFF_SHOWN = 3100, HandOff, Browser, "QR code and link shown for another device", after [1100, 1101],
        "The person is on a computer and is offered to go on with a telephone.";
    HAND_OFF_FOLLOWED = 3105, HandOff, Browser, "User continues on another device", after [3100],
        "The flow was opened on the second device.";
    HAND_OFF_DECLINED = 3110, HandOff, Browser, "User continues on this device", after [3100],
        "The person goes on without a telephone.";

    MANUAL_CAPTURE = 3200, CaptureFront, Browser, "Automatic capture gives way to manual capture", after [1200, 1300, 1400, 1500, 3400, 3450],
        "The camera did not find the moment by itself in time, or the person asked for the shutter.",
        also_on [CaptureBack, CaptureBarcode, CaptureSelfie, CaptureAddress, CaptureConsent];
    FILE_CHOSEN = 3205, CaptureFront, Browser, "User chooses a stored file", after [1200, 1300, 1400, 1500, 3400, 3450],
        "The person uploads a stored picture in place of using the camera.",
        also_on [CaptureBack, CaptureBarcode, CaptureSelfie, CaptureAddress, CaptureConsent];
    CAMERA_FAILED = 3210, CaptureFront, Browser, "Camera fails: <reason>", after [1200, 1300, 1400, 1500, 3400, 3450],
        "A camera exists and was allowed, but gives no picture. Neither refused nor unknown.",
        template "Camera fails: ", also_on [CaptureBack, CaptureBarcode, CaptureSelfie, CaptureAddress, CaptureConsent];

    FRONT_REFUSED = 3300, CaptureFront, Server, "Front image refused: <reason>", after [1225],
        "The picture of the front cannot be used and is asked for again.",
        template "Front image refused: ";
    BACK_REFUSED = 3305, CaptureBack, Server, "Back image refused: <reason>", after [1325],
        "The picture of the back cannot be used and is asked for again.",
        template "Back image refused: ";
    BARCODE_REFUSED = 3310, CaptureBarcode, Server, "Barcode refused: <reason>", after [1425],
        "The barcode cannot be used and is asked for again.",
        template "Barcode refused: ";
    SELFIE_REFUSED = 3315, CaptureSelfie, Server, "Selfie refused: <reason>", after [1625],
        "The selfie cannot be used and is asked for again.",
        template "Selfie refused: ";
    ADDRESS_REFUSED = 3320, CaptureAddress, Server, "Address proof refused: <reason>", after [3445],
        "The address proof cannot be used and is asked for again.",
        template "Address proof refused: ";
    CONSENT_NOTE_REFUSED = 3325, CaptureConsent, Server, "Consent note refused: <reason>", after [3465],
        "The consent note cannot be used and is asked for again.",
        template "Consent note refused: ";
    UPLOAD_REFUSED = 3330, Transaction, Server, "Upload refused: <reason>", after [],
        "Bytes arrived that are no picture, or too many of them; nothing was stored.",
        template "Upload refused: ";

    SECOND_DOCUMENT_OPENED = 3390, CaptureFront, Browser, "User starts the second document", after [1190, 1101],
        "The document steps begin again, for another document.";
    ADDRESS_OPENED = 3400, CaptureAddress, Browser, "User navigates to address page", after [1190, 1101],
        "The page for the address proof is shown.";
    ADDRESS_CAPTURED = 3410, CaptureAddress, Browser, "Address image is captured", after [3400],
        "A picture of the address proof was taken.";
    ADDRESS_SUBMITTED = 3445, CaptureAddress, Server, "Address proof submitted", after [3410, 3205],
        "The address proof arrived and is stored; may repeat.";
    CONSENT_NOTE_OPENED = 3450, CaptureConsent, Browser, "User navigates to consent note page", after [1190, 1101],
        "The page for the consent note is shown.";
    CONSENT_NOTE_CAPTURED = 3460, CaptureConsent, Browser, "Consent note is captured", after [3450],
        "A picture of the consent note was taken.";
    CONSENT_NOTE_SUBMITTED = 3465, CaptureConsent, Server, "Consent note submitted", after [3460, 3205],
        "The consent note arrived and is stored; may repeat.";
    PHONE_OPENED = 3470, Phone, Browser, "User navigates to phone page", after [1190, 1101],
        "The page for the code is shown.";
    PHONE_NUMBER_ENTERED = 3473, Phone, Server, "User enters a phone number", after [3470],
        "The business gave no number: the person entered one, or another one.";
    PHONE_CODE_SENT = 3475, Phone, Server, "Code sent to phone", after [3470],
        "A code was handed to a channel; may repeat.";
    PHONE_CODE_NOT_SENT = 3478, Phone, Server, "Code could not be sent to phone", after [3470],
        "No channel could deliver the code: the person may correct the number, or ask again.";
    PHONE_CODE_WRONG = 3480, Phone, Server, "Wrong code entered", after [3470],
        "The person entered another code than the one sent.";
    PHONE_CODE_MISSING = 3485, Phone, Browser, "User has not received the code", after [3470],
        "The person says that no code arrived.";
    PHONE_CONFIRMED = 3490, Phone, Server, "Phone confirmed", after [3470],
        "The person entered the code that was sent.";
    PHONE_NOT_CONFIRMED = 3495, Phone, Server, "Phone not confirmed: <reason>", after [3470],
        "The check of the phone ended without the code: too many were wrong, or none arrived.",
        template "Phone not confirmed: ";
    SELFIE_OPENED = 3500, CaptureSelfie, Browser, "User navigates to selfie page", after [1520],
        "The selfie page is shown.";
    SELFIE_CAPTURED = 3510, CaptureSelfie, Browser, "Selfie is captured", after [1520],
        "A selfie was taken.";
    CONFIRM_OPENED = 3550, Confirm, Browser, "User navigates to confirmation form", after [1225, 1325, 1425, 3445],
        "What was read is shown to the person.";
    CONFIRMED = 3555, Confirm, Server, "User confirms the data", after [3550],
        "The person confirmed or corrected what was read.";

    EXPIRED = 3800, Transaction, Server, "Transaction expired", after [],
        "The time to live was over before the link was ever opened.";
    ABANDONED = 3805, Transaction, Server, "Transaction abandoned", after [1100, 1101],
        "The time to live was over after the person had begun.";
    CANCELLED = 3810, Transaction, Server, "Transaction cancelled by the user", after [1100, 1101],
        "The person refused the terms or gave up.";
    LEFT = 3815, Transaction, Browser, "User leaves the page", after [1100, 1101],
        "The page was hidden or closed; the person may come back.";
    RESUMED = 3820, Transaction, Browser, "User resumes the transaction", after [1100, 1101],
        "The person came back to the step they were at.";
    TERMS_ACCEPTED = 3825, Landing, Browser, "User accepts the terms", after [1100, 1101],
        "The person accepted the terms shown before the start.";
    RETRY_OFFERED = 3830, Transaction, Server, "Automatic decline; the user may try again", after [],
        "The first try was declined and the request allows another: the document steps begin again.";
    RESULT_READY = 3850, Transaction, Server, "Result ready", after [],
        "The result may be fetched. Nothing is told of its content here.";

    REVIEW_REQUESTED = 3900, Review, Server, "Review requested", after [],
        "A member of staff has to look before there is a decision.";
    REVIEW_ACCEPTED = 3905, Review, Server, "Reviewer accepts", after [3900],
        "A member of staff accepted.";
    REVIEW_DECLINED = 3910, Review, Server, "Reviewer declines", after [3900],
        "A member of staff declined.";
    REVIEW_ASKS_AGAIN = 3915, Review, Server, "Reviewer asks the user to submit again", after [3900],
        "A member of staff wants better evidence.";
    DECISION_CHANGED = 3920, Review, Server, "Decision changed", after [],
        "A decision already told was replaced by another.";
    DATA_VIEWED = 3930, Review, Server, "Operator views personal data: <what>", after [],
        "Somebody with access to the server was shown personal data, or saved the pictures.",
        template "Operator views personal data: ";

    EVIDENCE_FORGOTTEN = 3950, Transaction, Server, "Evidence forgotten", after [],
        "Pictures were erased when their retention ended.";
    FORGOTTEN = 3955, Transaction, Server, "Transaction forgotten", after [],
        "The key of the transaction was erased: nothing personal can be read any more, backups included.";
}
