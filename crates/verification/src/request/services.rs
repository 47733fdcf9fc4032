//! The services of a request and their claims.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;

use super::mode::VerificationMode;
use crate::capture::Channel;
use crate::comparison::Gender;
use crate::names::PersonName;
use crate::personal::Personal;
use crate::service::Service;
use crate::wire_enum::wire_enum;

/// A field of a service, which is absent, read from the proof, or checked against it.
///
/// On the wire these are an absent key, a key with an empty value, and a key with a value.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Asked<T> {
    /// The field is neither read nor checked.
    #[default]
    No,
    /// The field is read and reported.
    Read,
    /// This claim is checked.
    Check(T),
}

/// A claim is about a person, whatever its type.
impl<T> fmt::Debug for Asked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::No => "No",
            Self::Read => "Read",
            Self::Check(_) => "Check(…)",
        })
    }
}

impl<T> Asked<T> {
    /// Returns true unless the field is absent.
    pub const fn is_asked(&self) -> bool {
        !matches!(self, Self::No)
    }

    /// Returns true if the field is read from the proof without a claim.
    pub const fn is_read(&self) -> bool {
        matches!(self, Self::Read)
    }

    /// Returns the claim, if there is one.
    pub const fn claim(&self) -> Option<&T> {
        match self {
            Self::Check(claim) => Some(claim),
            Self::No | Self::Read => None,
        }
    }
}

wire_enum!(
    /// Types of identity document.
    DocumentType {
        /// A passport booklet.
        Passport = "passport",
        /// A national or state identity card.
        IdCard = "id_card",
        /// A driving licence or learner's permit.
        DrivingLicense = "driving_license",
        /// A payment card.
        CreditOrDebitCard = "credit_or_debit_card",
    }
);

wire_enum!(
    /// Types of address document (the 22 of the protocol).
    AddressType {
        /// An identity card that shows the address.
        IdCard = "id_card",
        /// A passport that shows the address.
        Passport = "passport",
        /// A driving licence that shows the address.
        DrivingLicense = "driving_license",
        /// A bill for water, power, gas or phone.
        UtilityBill = "utility_bill",
        /// A bank's statement.
        BankStatement = "bank_statement",
        /// A rent agreement.
        RentAgreement = "rent_agreement",
        /// A letter from the employer.
        EmployerLetter = "employer_letter",
        /// An insurance agreement.
        InsuranceAgreement = "insurance_agreement",
        /// A tax bill.
        TaxBill = "tax_bill",
        /// An envelope.
        Envelope = "envelope",
        /// A print of a Bahraini smart card reader.
        CprSmartCardReaderCopy = "cpr_smart_card_reader_copy",
        /// A property tax document.
        PropertyTax = "property_tax",
        /// A lease agreement.
        LeaseAgreement = "lease_agreement",
        /// An insurance card.
        InsuranceCard = "insurance_card",
        /// A permanent residence permit.
        PermanentResidencePermit = "permanent_residence_permit",
        /// A credit card statement.
        CreditCardStatement = "credit_card_statement",
        /// An insurance policy.
        InsurancePolicy = "insurance_policy",
        /// An online shop's receipt.
        ECommerceReceipt = "e_commerce_receipt",
        /// A bank letter's receipt.
        BankLetterReceipt = "bank_letter_receipt",
        /// A birth certificate.
        BirthCertificate = "birth_certificate",
        /// A salary slip.
        SalarySlip = "salary_slip",
        /// Any of them.
        Any = "any",
    }
);

wire_enum!(
    /// Forms of a consent note.
    ConsentType {
        /// Written by hand.
        Handwritten = "handwritten",
        /// Printed.
        Printed = "printed",
    }
);

wire_enum!(
    /// What a selfie is for besides the check of a document.
    FaceAuthentication {
        /// To be known again later.
        Enroll = "enroll",
        /// To be compared with the enrolled face.
        Authenticate = "authenticate",
    }
);

/// An accepted range of ages in whole years, including both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeRange {
    /// The minimum age.
    pub min: Option<u16>,
    /// The maximum age.
    pub max: Option<u16>,
}

/// The inferior kinds of proof that are allowed; all others are refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Instructions {
    /// The `allow_…` keys that were 1, without the prefix: `photocopy`, `screenshot`, ….
    pub allowed: BTreeSet<String>,
}

/// `document` and `document_two`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentService {
    /// Types that are taken, in the order of the request; empty means every type.
    pub supported_types: Vec<DocumentType>,
    /// The holder's name.
    pub name: Asked<PersonName>,
    /// Whether a near match of the name is enough.
    pub fuzzy_name: bool,
    /// Date of birth.
    pub dob: Asked<Date>,
    /// Age in whole years.
    pub age: Asked<AgeRange>,
    /// Gender.
    pub gender: Asked<Gender>,
    /// The document's number.
    pub document_number: Asked<Personal>,
    /// Date of issue.
    pub issue_date: Asked<Date>,
    /// Date of expiry.
    pub expiry_date: Asked<Date>,
    /// Place of issue.
    pub place_of_issue: Asked<Personal>,
    /// Whether the back must be captured.
    pub backside_proof_required: bool,
    /// Whether results include `additional_data`.
    pub fetch_enhanced_data: bool,
    /// On-site: whether the person confirms the fields that were read.
    pub show_ocr_form: bool,
    /// Overrides the setting of the request.
    pub verification_mode: Option<VerificationMode>,
    /// Overrides the setting of the request.
    pub allow_offline: Option<bool>,
    /// Overrides the setting of the request.
    pub allow_online: Option<bool>,
    /// Inferior kinds of proof.
    pub instructions: Instructions,
}

/// `address`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddressService {
    /// Types that are taken, in the order of the request; empty means every type.
    pub supported_types: Vec<AddressType>,
    /// The name on the document.
    pub name: Asked<PersonName>,
    /// Whether a near match of the name is enough.
    pub fuzzy_name: bool,
    /// The full address, 6 to 250 characters.
    pub full_address: Asked<Personal>,
    /// Whether a near match of the address is enough.
    pub address_fuzzy_match: bool,
    /// Date of issue.
    pub issue_date: Asked<Date>,
    /// Whether the back must be captured.
    pub backside_proof_required: bool,
    /// On-site: whether the person confirms the fields that were read.
    pub show_ocr_form: bool,
    /// Overrides the setting of the request.
    pub verification_mode: Option<VerificationMode>,
    /// Overrides the setting of the request.
    pub allow_offline: Option<bool>,
    /// Overrides the setting of the request.
    pub allow_online: Option<bool>,
    /// Inferior kinds of proof.
    pub instructions: Instructions,
}

/// `face`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FaceService {
    /// Whether to search for the same face in earlier verifications.
    pub check_duplicate_request: bool,
    /// Whether the face is enrolled, or compared with the one that is.
    pub authentication: Option<FaceAuthentication>,
    /// Overrides the setting of the request.
    pub verification_mode: Option<VerificationMode>,
    /// Overrides the setting of the request.
    pub allow_offline: Option<bool>,
    /// Overrides the setting of the request.
    pub allow_online: Option<bool>,
}

/// `consent`: a note that the person holds up to the camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentService {
    /// Forms that are taken; empty means both.
    pub supported_types: Vec<ConsentType>,
    /// What the note must say, 2 to 100 characters.
    pub text: Personal,
    /// Whether the face must be in the picture too.
    pub with_face: bool,
    /// Overrides the setting of the request.
    pub verification_mode: Option<VerificationMode>,
    /// Overrides the setting of the request.
    pub allow_offline: Option<bool>,
    /// Overrides the setting of the request.
    pub allow_online: Option<bool>,
}

impl ConsentService {
    /// Returns true if notes of this form are taken.
    pub fn takes(&self, form: ConsentType) -> bool {
        self.supported_types.is_empty() || self.supported_types.contains(&form)
    }
}

/// `phone`: always on-site.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PhoneService {
    /// The number, digits with a leading `+`.
    pub phone_number: Option<Personal>,
    /// The code to send, 2 to 10 characters.
    pub random_code: Option<Personal>,
    /// The message, 2 to 100 characters. It contains the code, if there is one above; a code that
    /// the server makes is appended to it.
    pub text: Option<Personal>,
    /// The channels by which the code may be sent: text messages and `WhatsApp`, in the order of
    /// the request; empty means both.
    pub channels: Vec<Channel>,
}

impl PhoneService {
    /// Returns the channels by which the code may be sent, the preferred one first.
    pub fn channels(&self) -> &[Channel] {
        if self.channels.is_empty() {
            &[Channel::Sms, Channel::Whatsapp]
        } else {
            &self.channels
        }
    }

    /// Returns those of these channels by which the code may be sent, the preferred one first.
    pub fn channels_among(&self, there: &[Channel]) -> Vec<Channel> {
        let mut channels = self.channels().to_vec();
        channels.retain(|channel| there.contains(channel));
        channels
    }
}

/// `background_checks`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BackgroundService {
    /// The name to search for, or else the document's.
    pub name: Asked<PersonName>,
    /// The date of birth to search for, or else the document's.
    pub dob: Asked<Date>,
    /// Lists to search.
    pub filters: Vec<String>,
}

/// The requested services, of which there is at least one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Services {
    /// `document`.
    pub document: Option<DocumentService>,
    /// `document_two`.
    pub document_two: Option<DocumentService>,
    /// `address`.
    pub address: Option<AddressService>,
    /// `face`.
    pub face: Option<FaceService>,
    /// `consent`.
    pub consent: Option<ConsentService>,
    /// `phone`.
    pub phone: Option<PhoneService>,
    /// `background_checks`.
    pub background_checks: Option<BackgroundService>,
}

impl Services {
    /// Returns the requested services, in the protocol's order.
    pub fn asked(&self) -> impl Iterator<Item = Service> + '_ {
        [
            (Service::Document, self.document.is_some()),
            (Service::DocumentTwo, self.document_two.is_some()),
            (Service::Address, self.address.is_some()),
            (Service::Face, self.face.is_some()),
            (Service::Consent, self.consent.is_some()),
            (Service::Phone, self.phone.is_some()),
            (Service::BackgroundChecks, self.background_checks.is_some()),
        ]
        .into_iter()
        .filter_map(|(service, there)| there.then_some(service))
    }

    /// Returns the requested services that need a picture.
    pub fn needing_proof(&self) -> impl Iterator<Item = Service> + '_ {
        self.asked()
            .filter(|service| !matches!(service, Service::Phone | Service::BackgroundChecks))
    }

    /// Returns the two document services with their names.
    pub fn documents(&self) -> impl Iterator<Item = (Service, &DocumentService)> {
        [
            (Service::Document, &self.document),
            (Service::DocumentTwo, &self.document_two),
        ]
        .into_iter()
        .filter_map(|(service, asked)| asked.as_ref().map(|asked| (service, asked)))
    }
}
