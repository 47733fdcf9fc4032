//! Codes for phones, searches in lists, companies, electronic identity and questionnaires, and
//! codes that can end any service.

use super::table::declines;

declines! {
    /// Reasons that end the remaining services, or any of them.
    OTHERS, Protocol;

    SCREENING_FAILED = "SPDR34" MB Manual never:
        "AML screening failed", "The search of lists gave at least one hit.", CONTACT;
    PHONE_DIFFERS = "SPDR35" P DataMismatch again field "phone_number":
        "Phone number doesn't match", "The number confirmed differs from the claim.", PHONE;
    ANSWER_WRONG = "SPDR40" FQ DataMismatch again:
        "Wrong answer to a question", "An answer differs from the expected one.", ANSWER;
    CAMERA_NOT_ACCESSIBLE = "SPDR43" ALL Device again:
        "Camera is not accessible", "The browser gave no picture from the camera.", DEVICE;
    PHONE_CODE_EXHAUSTED = "SPDR84" P Limit never field "random_code":
        "Wrong code was entered too many times", "The allowed number of wrong codes was reached.", CODES;
    PHONE_UNREACHABLE = "SPDR85" P Device again field "phone_number":
        "Phone number is unreachable", "The person says that no code arrived, or the channel refused the number.", REACH;
    BUSINESS_ON_WARNING_LISTS = "SPDR129" B Manual never:
        "Business is on warning lists", "The search of lists gave a hit for the business.", CONTACT;
    PERSON_SANCTIONED = "SPDR160" M Manual never:
        "Person is found in sanction lists", "The search of sanction lists gave a hit.", CONTACT;
    PERSON_WARNED = "SPDR161" M Manual never:
        "Person is found in warning lists", "The search of warning lists gave a hit.", CONTACT;
    PERSON_FITNESS_PROBITY = "SPDR162" M Manual never:
        "Person is found in fitness and probity lists", "The search of fitness and probity lists gave a hit.", CONTACT;
    PERSON_POLITICALLY_EXPOSED = "SPDR163" M Manual never:
        "Person is found in PEP lists", "The search of lists of politically exposed persons gave a hit.", CONTACT;
    PERSON_ADVERSE_MEDIA = "SPDR164" M Manual never:
        "Person is found in adverse media", "The search of adverse media gave a hit.", CONTACT;
    BUSINESS_SANCTIONED = "SPDR182" B Manual never:
        "Business is found in sanction lists", "The search of sanction lists gave a hit for the business.", CONTACT;
    BUSINESS_WARNED = "SPDR183" B Manual never:
        "Business is found in warning lists", "The search of warning lists gave a hit for the business.", CONTACT;
    BUSINESS_FITNESS_PROBITY = "SPDR184" B Manual never:
        "Business is found in fitness and probity lists", "The search of fitness and probity lists gave a hit for the business.", CONTACT;
    BUSINESS_POLITICALLY_EXPOSED = "SPDR185" B Manual never:
        "Business is found in PEP lists", "The search of lists of politically exposed persons gave a hit for the business.", CONTACT;
    BUSINESS_ADVERSE_MEDIA = "SPDR186" B Manual never:
        "Business is found in adverse media", "The search of adverse media gave a hit for the business.", CONTACT;
    CANCELLED_BY_PERSON = "SPDR241" ALL Abandoned again:
        "Verification is cancelled by the user", "The person ended the flow.", CANCELLED;
    EIDV_SUPERSEDED = "SPDR242" E Abandoned again:
        "Request is superseded by a new request", "The identity scheme received a newer request for this person.", NEWER;
    EIDV_CONNECTIVITY = "SPDR243" E Internal again:
        "Connectivity problem during electronic verification", "The connection to the identity scheme broke.", LATER;
    EIDV_INCOMPATIBLE = "SPDR244" E Device again:
        "BankID is incompatible", "The BankID of the person cannot be used for this request.", APP;
    EIDV_APP_MISSING = "SPDR245" E Device again:
        "BankID app is missing or the QR code failed", "The app did not answer on the person's device.", APP;
    EIDV_TIME_OUT = "SPDR246" E Expired again:
        "BankID timed out", "The person did not confirm in time.", APP;
    EIDV_UNAVAILABLE = "SPDR247" E Internal again:
        "Electronic verification service is unavailable", "The identity scheme refused service.", LATER;
    EIDV_NOT_FOUND = "SPDR266" E DataInvalid again:
        "User is not found in the database", "The register has no entry for the claims.", CONTACT;
    INCOMPLETE = "SPDR274" ALL Abandoned again:
        "Proofs or data from the user are incomplete", "The flow ended before everything required had arrived.", RESUME;
    SHARING_REFUSED = "SPDR276" ALL Consent again:
        "User doesn't agree to share camera or documents", "The person refused the camera or an upload.", SHARE;
    DOMAIN_NOT_VERIFIED = "SPDR297" B DataInvalid again:
        "Domain of the business could not be verified", "The domain could not be tied to the company.", COMPANY;
    PHONE_NOT_VALIDATED = "SPDR298" P DataInvalid again field "phone_number":
        "Phone number could not be validated", "The number is not one that exists or that the account accepts.", PHONE;
    EIDV_MINOR = "SPDR299" E Age never:
        "User is a minor", "The register says that the person is under age.", AGE;
    COMPANY_DOCUMENTS_NOT_VERIFIED = "SPDR300" B DataInvalid again:
        "Company documents could not be verified", "The papers of the company do not bear out the claims.", COMPANY;
    OWNER_NOT_VERIFIED = "SPDR301" B DataInvalid again:
        "Beneficial owner could not be verified", "The owner claimed could not be confirmed.", COMPANY;
    HIGH_RISK_CATEGORY = "SPDR303" Q Manual never:
        "Answers fall into a high-risk category", "The answers reach the limit set for high risk.", CONTACT;
    EIDV_CODE_WRONG = "SPDR304" E DataMismatch again:
        "One-time password is wrong", "The code entered differs from the one sent.", ONE_TIME;
    EIDV_DETAILS_DIFFER = "SPDR305" E DataMismatch again:
        "Details don't match the ID", "What the register says differs from the claims.", NAME;
    SPECIAL_INTEREST_PERSON = "SPDR313" M Manual never:
        "Person is found in special interest person lists", "The search of lists of special interest persons gave a hit.", CONTACT;
    SPECIAL_INTEREST_ENTITY = "SPDR314" M Manual never:
        "Person is found in special interest entity lists", "The search of lists of special interest entities gave a hit.", CONTACT;
    INSOLVENCY = "SPDR315" M Manual never:
        "Person is found in insolvency lists", "The search of insolvency registers gave a hit.", CONTACT;
    BUSINESS_SPECIAL_INTEREST = "SPDR316" B Manual never:
        "Business is found in special interest lists", "The search of special interest lists gave a hit for the business.", CONTACT;
    BUSINESS_SPECIAL_INTEREST_ENTITY = "SPDR317" B Manual never:
        "Business is found in special interest entity lists", "The search of lists of special interest entities gave a hit for the business.", CONTACT;
    BUSINESS_INSOLVENCY = "SPDR318" B Manual never:
        "Business is found in insolvency lists", "The search of insolvency registers gave a hit for the business.", CONTACT;
}
