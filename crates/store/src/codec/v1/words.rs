//! Words and texts that several kinds of value are made of.

use verification::request::fields;
use verification::request::{self, HttpUrl};
use verification::{capture, comparison, decline, finding, names, reading, status};

use crate::codec::form::{Form, plain, stored_enum, stored_struct, stored_text};

stored_text!(
    /// `ver_` and 32 digits.
    VerificationId of verification::VerificationId, |id| id.to_string(), |text| text.parse().ok()
);
stored_text!(
    /// `acc_` and 32 digits.
    AccountId of verification::AccountId, |id| id.to_string(), |text| text.parse().ok()
);
stored_text!(
    /// `stf_` and 32 digits.
    StaffId of verification::StaffId, |id| id.to_string(), |text| text.parse().ok()
);
stored_text!(
    /// A UUID in its usual form.
    TransactionId of verification::TransactionId,
    |id| id.to_string(),
    |text| text.parse().ok().map(verification::TransactionId)
);
stored_text!(
    /// An address, as it was sent.
    Url of HttpUrl, |url| url.as_str().to_owned(), |text| HttpUrl::stored(text).ok()
);
stored_text!(
    /// The business's own name for a verification.
    Reference of fields::Reference,
    |text| text.as_str().to_owned(),
    |text| fields::Reference::parse(text).ok()
);
stored_text!(
    /// The business's own name for a customer.
    CustomerName of fields::CustomerName,
    |text| text.as_str().to_owned(),
    |text| fields::CustomerName::parse(text).ok()
);
stored_text!(
    /// Two letters, as they were sent.
    CountryCode of fields::CountryCode,
    |text| text.as_str().to_owned(),
    |text| fields::CountryCode::parse(text).ok()
);
stored_text!(
    /// Two capital letters.
    Language of fields::Language,
    |text| text.as_str().to_owned(),
    |text| fields::Language::parse(text).ok()
);
stored_text!(
    /// An e-mail address.
    Email of fields::Email, |text| text.as_str().to_owned(), |text| fields::Email::parse(text).ok()
);
stored_text!(
    /// `SPDR07`. Codes that no version knew are kept.
    DeclineCode of decline::DeclineCode,
    |code| code.as_str().to_owned(),
    |text| text.parse().ok()
);

/// The number of a status event. Numbers that no version knew are kept.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct StatusCode(u16);

impl Form<status::StatusCode> for StatusCode {
    fn of(core: &status::StatusCode) -> Self {
        Self(core.number())
    }
    fn into_core(self) -> Option<status::StatusCode> {
        Some(status::StatusCode(self.0))
    }
}
plain!(StatusCode);

stored_enum!(
    /// A service; a key of maps too.
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    Service of verification::Service {
        Document = "document",
        DocumentTwo = "document_two",
        Address = "address",
        Consent = "consent",
        Face = "face",
        Phone = "phone",
        BackgroundChecks = "background_checks",
        Business = "kyb",
        Eidv = "ekyc",
        Questionnaire = "questionnaire",
    }
);
stored_enum!(
    /// Which of a service's pictures.
    Side of request::Side {
        Proof = "proof",
        AdditionalProof = "additional_proof",
        Barcode = "barcode",
    }
);
stored_struct!(
    /// One place for a picture.
    EvidenceSlot of request::EvidenceSlot { service: Service, side: Side }
);
stored_enum!(
    /// The letter on documents.
    Gender of comparison::Gender { Male = "M", Female = "F", Other = "O", Unspecified = "X" }
);
stored_enum!(
    /// Types of identity document.
    DocumentType of request::DocumentType {
        Passport = "passport",
        IdCard = "id_card",
        DrivingLicense = "driving_license",
        CreditOrDebitCard = "credit_or_debit_card",
    }
);
stored_enum!(
    /// Types of address document.
    AddressType of request::AddressType {
        IdCard = "id_card",
        Passport = "passport",
        DrivingLicense = "driving_license",
        UtilityBill = "utility_bill",
        BankStatement = "bank_statement",
        RentAgreement = "rent_agreement",
        EmployerLetter = "employer_letter",
        InsuranceAgreement = "insurance_agreement",
        TaxBill = "tax_bill",
        Envelope = "envelope",
        CprSmartCardReaderCopy = "cpr_smart_card_reader_copy",
        PropertyTax = "property_tax",
        LeaseAgreement = "lease_agreement",
        InsuranceCard = "insurance_card",
        PermanentResidencePermit = "permanent_residence_permit",
        CreditCardStatement = "credit_card_statement",
        InsurancePolicy = "insurance_policy",
        ECommerceReceipt = "e_commerce_receipt",
        BankLetterReceipt = "bank_letter_receipt",
        BirthCertificate = "birth_certificate",
        SalarySlip = "salary_slip",
        Any = "any",
    }
);
stored_struct!(
    /// A name as claimed.
    #[derive(Default)]
    #[serde(default)]
    PersonName of names::PersonName {
        #[serde(skip_serializing_if = "Option::is_none")]
        first: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        middle: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        last: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        full: Option<String>,
    }
);
stored_enum!(
    /// Where on a document its words stand.
    ZoneKind of reading::ZoneKind { Barcode = "barcode", Mrz = "mrz", Printed = "printed" }
);
stored_struct!(
    /// One zone of a document, word for word.
    Zone of reading::Zone {
        slot: EvidenceSlot,
        kind: ZoneKind,
        fields: Vec<(String, crate::codec::form::Text)>,
    }
);
stored_enum!(
    /// What came of a check.
    FindingOutcome of finding::FindingOutcome {
        Passed = "passed",
        Failed = "failed",
        NotMade(why: String) = "not_made",
    }
);
stored_struct!(
    /// A measured value against its limit.
    Measure of finding::Measure { value: f64, limit: f64, unit: String }
);
stored_struct!(
    /// One finding.
    Finding of finding::Finding {
        service: Service,
        check: String,
        outcome: FindingOutcome,
        code: Option<DeclineCode>,
        measure: Option<Measure>,
        evidence: Vec<EvidenceSlot>,
        detail: String,
    }
);
stored_enum!(
    /// By which way a message reaches the person.
    Channel of capture::Channel { Sms = "sms", Email = "email", Whatsapp = "whatsapp" }
);
