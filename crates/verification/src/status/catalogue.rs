//! The 63 codes of the protocol, word for word. Our own codes are in the module `extensions`.

use super::table::codes;

codes! {
    /// The protocol's table, in ascending order.
    CATALOGUE, Protocol;

    TYPE_PORTAL = 100, Transaction, Server, "Transaction type: Portal", after [],
        "Staff started the transaction in the back office.";
    TYPE_CAPTURE = 105, Transaction, Server, "Transaction type: Capture", after [],
        "A client started the transaction and the person walks the hosted pages.";
    TYPE_DIRECT = 110, Transaction, Server, "Transaction type: Direct", after [],
        "A client started the transaction and hands the pictures over itself: no page events follow.";
    MESSAGE_TYPE = 405, Transaction, Server, "Message type: <(sms, link, whatsapp, etc.)>", after [100, 105],
        "The link was handed to a channel; once per channel. Not a proof of delivery.",
        template "Message type: ";
    DOCUMENT_NOT_FOUND = 500, Transaction, Server, "Document type: Not found", after [100, 105, 110],
        "The document type was missing or not recognised.";
    DOCUMENT_NA_DL = 505, Transaction, Server, "Document type: NA_DL", after [100, 105, 110],
        "A North American licence or identity card: a barcode is required.";
    DOCUMENT_PASSPORT = 510, Transaction, Server, "Document type: Passport", after [100, 105, 110],
        "A passport: its data page is required.";
    DOCUMENT_OTHER = 515, Transaction, Server, "Document type: Other", after [100, 105, 110],
        "Any other document: front and back are required.";
    CLIENT_URL = 1001, Transaction, Browser, "URL <client url>", after [1100, 1101],
        "The address of the first page. Superseded by `url` in every event.",
        template "URL ", deprecated true;
    CLIENT_USER_AGENT = 1002, Transaction, Browser, "User Agent <client user agent>", after [1100, 1101],
        "The browser of the first page. Superseded by `user_agent` in every event.",
        template "User Agent ", deprecated true;

    LINK_OPENED = 1100, Landing, Browser, "User has opened text link", after [],
        "The landing page loaded with a valid token, however the link reached the person.";
    LANDING_SKIPPED = 1101, Landing, Browser, "Company configured to skip Landing page", after [],
        "The account skips the landing page: stands in for the start button.";
    CONFIG_FETCHED = 1105, Landing, Server, "/user/get-config API call made", after [],
        "A page fetched what it has to ask for.";
    PRIVACY_POLICY_TAPPED = 1110, Landing, Browser, "User taps Privacy Policy link", after [1100],
        "The person opened the privacy policy; may repeat.";
    FRONT_REQUIRED = 1140, Landing, Server, "Capture requirements include front", after [1105],
        "The front of the document will be asked for.";
    BACK_REQUIRED = 1141, Landing, Server, "Capture requirements include back", after [1105],
        "The back of the document will be asked for.";
    BARCODE_REQUIRED = 1142, Landing, Server, "Capture requirements include barcode", after [1105],
        "The barcode will be asked for.";
    SELFIE_REQUIRED = 1143, Landing, Server, "Capture requirements include selfie", after [1105],
        "Consent to biometrics and a selfie will be asked for.";
    DEVICE_SUBMITTED = 1180, Landing, Server, "/submit/ipqs-trackerid API call made", after [1100],
        "The device's fingerprint arrived.";
    START_TAPPED = 1190, Landing, Browser, "User clicks start button", after [1100],
        "The person means to go on: the flow begins.";

    FRONT_OPENED = 1200, CaptureFront, Browser, "User navigates to front page", after [1190, 1101],
        "The page for the front of the document is shown; raised again on reload.";
    FRONT_COMPONENT_READY = 1205, CaptureFront, Browser, "Capture component initializes", after [1200],
        "The camera component of the front page is ready.";
    FRONT_COMPONENT_FAILED = 1206, CaptureFront, Browser, "Capture component fails to initialize", after [1200],
        "The camera component of the front page could not start; only a stored file can follow.";
    CAMERA_ASKED = 1207, CaptureFrontOrBack, Browser, "Capture component camera permissions presented to user", after [1200, 1300, 1400],
        "The browser asked whether the camera may be used.",
        also_on [CaptureFront, CaptureBack, CaptureBarcode];
    CAMERA_ALLOWED = 1208, CaptureFrontOrBack, Browser, "Capture component camera permissions accepted by user", after [1207],
        "The person allowed the camera. A refusal shows as 1920.",
        also_on [CaptureFront, CaptureBack, CaptureBarcode];
    FRONT_CAPTURED = 1210, CaptureFront, Browser, "Front image is captured", after [1205, 1206],
        "A picture of the front was taken and is shown to the person.";
    FRONT_RETAKEN = 1215, CaptureFront, Browser, "User taps retake image button", after [1210],
        "The person takes the front again.";
    FRONT_KEPT = 1220, CaptureFront, Browser, "User taps use image button", after [1210],
        "The person keeps the picture of the front: the upload follows.";
    FRONT_SUBMITTED = 1225, CaptureFront, Server, "/submit/front API call made", after [1220, 1210, 3205],
        "The picture of the front arrived and is stored; may repeat.";

    BACK_OPENED = 1300, CaptureBack, Browser, "User navigates to back page", after [1190, 1101],
        "The page for the back of the document is shown, after the front where that is required.";
    BACK_COMPONENT_READY = 1305, CaptureBack, Browser, "Capture component initializes", after [1300],
        "The camera component of the back page is ready.";
    BACK_COMPONENT_FAILED = 1306, CaptureBack, Browser, "Capture component fails to initialize", after [1300],
        "The camera component of the back page could not start; only a stored file can follow.";
    BACK_CAPTURED = 1310, CaptureBack, Browser, "Back image is captured", after [1305, 1306],
        "A picture of the back was taken and is shown to the person.";
    BACK_RETAKEN = 1315, CaptureBack, Browser, "User taps retake image button", after [1310],
        "The person takes the back again.";
    BACK_KEPT = 1320, CaptureBack, Browser, "User taps use image button", after [1310],
        "The person keeps the picture of the back: the upload follows.";
    BACK_SUBMITTED = 1325, CaptureBack, Server, "/submit/back API call made", after [1320, 1310, 3205],
        "The picture of the back arrived and is stored; may repeat.";

    BARCODE_OPENED = 1400, CaptureBarcode, Browser, "User lands on barcode page", after [1190, 1101],
        "The page for the barcode is shown.",
        sample "User navigates to barcode page";
    BARCODE_COMPONENT_READY = 1405, CaptureBarcode, Browser, "Capture component initializes", after [1400],
        "The camera component of the barcode page is ready.";
    BARCODE_COMPONENT_FAILED = 1406, CaptureBarcode, Browser, "Capture component fails to initialize", after [1400],
        "The camera component of the barcode page could not start.";
    BARCODE_CAPTURED = 1410, CaptureBarcode, Browser, "Barcode is captured", after [1400],
        "A barcode was seen. There is no step to keep or retake it.";
    BARCODE_SUBMITTED = 1425, CaptureBarcode, Server, "/submit/barcode API call made", after [1410, 3205, 1325],
        "The barcode arrived and is stored; may repeat.";

    BIOMETRICS_OPENED = 1500, BiometricsAccept, Browser, "User navigates to biometric permission page", after [1190, 1101],
        "Consent to biometrics is asked for, after the document steps.";
    BIOMETRIC_POLICY_TAPPED = 1510, BiometricsAccept, Browser, "User taps Biometric Policy link", after [1500],
        "The person opened the biometric policy; may repeat.";
    BIOMETRICS_REFUSED = 1515, BiometricsAccept, Browser, "User taps Cancel button", after [1500],
        "The person refused biometrics: 1940 follows.";
    BIOMETRICS_ACCEPTED = 1520, BiometricsAccept, Browser, "User taps Continue button", after [1500],
        "The person consented to biometrics. This event is the record of it.";
    SELFIE_CAMERA_ASKED = 1615, CaptureSelfie, Browser, "Selfie camera permissions presented", after [1520],
        "The browser asked whether the camera may be used for a selfie.";
    SELFIE_CAMERA_ALLOWED = 1620, CaptureSelfie, Browser, "Selfie camera permissions accepted", after [1615],
        "The person allowed the camera for a selfie.";
    SELFIE_SUBMITTED = 1625, CaptureSelfie, Server, "/submit/selfie API call is made", after [1520],
        "The selfie arrived and is stored; may repeat.";
    SELFIE_URL_MISSING = 1630, CaptureSelfie, Server, "AuthID missing generated URL", after [1520],
        "The selfie step could not be set up: a fault of the installation, not of the person.";

    COMPLETE_OPENED = 1800, Complete, Browser, "User lands on complete page", after [1825, 1830],
        "The last page is shown. Completion never depends on it.",
        sample "User navigates to complete page";
    REDIRECTED = 1805, Complete, Browser, "User navigates to supplied redirect URL", after [1800],
        "The browser leaves for the redirect address; may be lost.";
    REDIRECT_FAILED = 1810, Complete, Browser, "Something went wrong redirecting to the supplied redirect URL", after [1800],
        "The redirect failed and the person stays on the last page.";
    ENDED = 1825, Complete, Server, "Transaction ended \u{2013} processing result", after [1225, 1325, 1425, 1625, 3445, 3465, 3490, 3495],
        "Everything required has arrived: results follow.",
        sample "User ended transaction";
    PROCESSED_AFTER_ABANDONMENT = 1830, Complete, Server, "Transaction processed after abandonment", after [],
        "What an unfinished transaction had handed in was processed after it expired; results may be partial.";

    NOT_FOUND_OPENED = 1900, NotFound, Browser, "User navigates to 404 page", after [1100, 1101],
        "The token is valid but the address is not.";
    NOT_FOUND_LEFT = 1910, NotFound, Browser, "User taps Back to Capture button", after [1900],
        "The person returns to the step they were at.";
    CAMERA_DENIED_OPENED = 1920, CameraAccessDenied, Browser, "User navigates to Camera Access Denied page", after [1207, 1615, 1400],
        "The camera was refused or is blocked; the person may come back from it.";
    CAMERA_DENIED_LEFT = 1925, CameraAccessDenied, Browser, "User taps Back to Capture button", after [1920],
        "The person returns to the step they were at.";
    BIOMETRICS_DENIED_OPENED = 1940, BiometricsDenied, Browser, "User navigates to Biometrics Denied page", after [1515],
        "Shown after a refusal of biometrics; the person may come back from it.";
    BIOMETRICS_DENIED_LEFT = 1945, BiometricsDenied, Browser, "User taps Back to Biometrics button", after [1940],
        "The person returns to the page that asks for consent.";
    TIMEOUT_OPENED = 1990, Timeout, Browser, "User navigates to Timeout page", after [],
        "The time to live was over with the page open, or an expired link was opened.";
    ERROR_REDIRECTED = 1995, Timeout, Browser, "User navigates to supplied error redirect URL", after [1990, 1920],
        "The browser leaves for the error redirect address.",
        also_on [CameraAccessDenied];
    ERROR_REDIRECT_FAILED = 2000, Timeout, Browser, "Something went wrong redirecting to supplied error redirect URL", after [1990, 1920],
        "The redirect to the error address failed.",
        also_on [CameraAccessDenied];
}
