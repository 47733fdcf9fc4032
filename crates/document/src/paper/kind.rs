//! Classifies a paper by its words. The kinds are those of the verification protocol.

use super::layout::PageLayout;
use super::text::holds;

/// A kind of paper. Kinds that are usually recognised by their looks, such as cards, are included
/// only as far as words show them too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A bill for water, power, gas or telephone.
    UtilityBill,
    /// A bank statement.
    BankStatement,
    /// A credit card statement.
    CreditCardStatement,
    /// A bank's letter about a payment.
    BankLetterReceipt,
    /// A rent agreement.
    RentAgreement,
    /// A lease.
    LeaseAgreement,
    /// A letter from an employer.
    EmployerLetter,
    /// A salary slip.
    SalarySlip,
    /// An insurance agreement.
    InsuranceAgreement,
    /// An insurance policy.
    InsurancePolicy,
    /// An insurance card.
    InsuranceCard,
    /// A tax bill.
    TaxBill,
    /// A paper about property tax.
    PropertyTax,
    /// A receipt from an online shop.
    ECommerceReceipt,
    /// A birth certificate.
    BirthCertificate,
    /// A permanent residence permit.
    PermanentResidencePermit,
    /// A driving licence.
    DrivingLicense,
    /// A passport.
    Passport,
    /// An identity card.
    IdCard,
}

impl Kind {
    /// Returns the protocol's word for this kind.
    ///
    /// ```
    /// assert_eq!(document::paper::Kind::UtilityBill.word(), "utility_bill");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::UtilityBill => "utility_bill",
            Self::BankStatement => "bank_statement",
            Self::CreditCardStatement => "credit_card_statement",
            Self::BankLetterReceipt => "bank_letter_receipt",
            Self::RentAgreement => "rent_agreement",
            Self::LeaseAgreement => "lease_agreement",
            Self::EmployerLetter => "employer_letter",
            Self::SalarySlip => "salary_slip",
            Self::InsuranceAgreement => "insurance_agreement",
            Self::InsurancePolicy => "insurance_policy",
            Self::InsuranceCard => "insurance_card",
            Self::TaxBill => "tax_bill",
            Self::PropertyTax => "property_tax",
            Self::ECommerceReceipt => "e_commerce_receipt",
            Self::BirthCertificate => "birth_certificate",
            Self::PermanentResidencePermit => "permanent_residence_permit",
            Self::DrivingLicense => "driving_license",
            Self::Passport => "passport",
            Self::IdCard => "id_card",
        }
    }
}

/// Phrases, separated by semicolons, and their weight: 3 names the paper, 1 is common on it.
const WORDS: &[(Kind, u8, &str)] = &[
    (
        Kind::UtilityBill,
        3,
        "electricity bill; water bill; gas bill; energy bill; utility bill; phone bill; \
         telephone bill; power bill; broadband bill; mobile bill; stromrechnung; gasrechnung; \
         wasserrechnung; jahresabrechnung strom; telefonrechnung; facture d'electricite; \
         facture d'eau; facture de gaz; factura de electricidad; factura de luz; factura de \
         agua; factura de gas; bolletta; conta de luz; conta de agua; energierekening",
    ),
    (
        Kind::UtilityBill,
        1,
        "kwh; meter reading; meter number; standing charge; water supply; zahlerstand; \
         zahlernummer; releve de compteur; consommation; consumo; usage; water services; \
         electric; electricity; energy; power; mobile; telecom; broadband; stadtwerke; \
         verbrauch; invoice for services",
    ),
    (
        Kind::BankStatement,
        3,
        "bank statement; account statement; statement of account; kontoauszug; releve de \
         compte; releve bancaire; extracto de cuenta; extracto bancario; estratto conto; \
         extrato bancario; rekeningafschrift",
    ),
    (
        Kind::BankStatement,
        1,
        "opening balance; closing balance; bank; iban; sort code; cash withdrawal; direct \
         debit; card payment; saldo; solde; banque; banco; sparkasse; deposits",
    ),
    (
        Kind::CreditCardStatement,
        3,
        "credit card statement; card statement; kreditkartenabrechnung; releve de carte; \
         extracto de tarjeta",
    ),
    (
        Kind::CreditCardStatement,
        1,
        "minimum payment; credit limit; card ending",
    ),
    (
        Kind::BankLetterReceipt,
        3,
        "payment advice; transfer receipt; zahlungsbeleg; bank confirmation",
    ),
    (
        Kind::RentAgreement,
        3,
        "rent agreement; rental agreement; tenancy agreement; mietvertrag; contrat de \
         location; contrato de alquiler; contratto di affitto; huurovereenkomst",
    ),
    (
        Kind::RentAgreement,
        1,
        "landlord; tenant; vermieter; mieter; bailleur; locataire; inquilino",
    ),
    (
        Kind::LeaseAgreement,
        3,
        "lease agreement; residential lease; contrat de bail; contrato de arrendamiento; \
         contratto di locazione",
    ),
    (
        Kind::LeaseAgreement,
        1,
        "lessor; lessee; arrendador; arrendatario",
    ),
    (
        Kind::EmployerLetter,
        3,
        "to whom it may concern; employment confirmation; confirmation of employment; \
         employment letter; arbeitgeberbescheinigung; attestation d'emploi; attestation de \
         travail; carta de empleo; certificado laboral",
    ),
    (
        Kind::EmployerLetter,
        1,
        "employed by; human resources; employed since",
    ),
    (
        Kind::SalarySlip,
        3,
        "payslip; pay slip; salary slip; pay stub; wage slip; earnings statement; \
         gehaltsabrechnung; entgeltabrechnung; lohnabrechnung; bulletin de paie; fiche de \
         paie; nomina; busta paga; loonstrook",
    ),
    (
        Kind::SalarySlip,
        1,
        "net pay; gross pay; brutto; netto; net a payer; ytd",
    ),
    (
        Kind::InsurancePolicy,
        3,
        "insurance policy; policy schedule; versicherungsschein; versicherungspolice; police \
         d'assurance; poliza de seguro; polizza",
    ),
    (
        Kind::InsurancePolicy,
        1,
        "policy number; premium; insured; versicherungsnehmer",
    ),
    (
        Kind::InsuranceAgreement,
        3,
        "insurance agreement; insurance contract; versicherungsvertrag; contrat d'assurance; \
         contrato de seguro",
    ),
    (
        Kind::InsuranceCard,
        3,
        "insurance card; insurance id card; versichertenkarte; carte vitale",
    ),
    (
        Kind::TaxBill,
        3,
        "tax bill; council tax; tax assessment; notice of assessment; steuerbescheid; \
         einkommensteuerbescheid; avis d'imposition; avis d'impot; income tax statement; tax \
         notice",
    ),
    (
        Kind::TaxBill,
        1,
        "finanzamt; tax year; hmrc; internal revenue; taxable",
    ),
    (
        Kind::PropertyTax,
        3,
        "property tax; real estate tax; grundsteuerbescheid; grundsteuer; taxe fonciere; \
         impuesto sobre bienes inmuebles; ibi",
    ),
    (
        Kind::ECommerceReceipt,
        3,
        "order confirmation; your order; order receipt; bestellbestatigung; confirmation de \
         commande; confirmacion de pedido",
    ),
    (
        Kind::ECommerceReceipt,
        1,
        "ship to; shipping; order number; qty; subtotal; items",
    ),
    (
        Kind::BirthCertificate,
        3,
        "birth certificate; certificate of birth; geburtsurkunde; acte de naissance; partida \
         de nacimiento; certificado de nacimiento",
    ),
    (
        Kind::PermanentResidencePermit,
        3,
        "permanent resident; permanent residence; niederlassungserlaubnis; carte de resident; \
         aufenthaltstitel; residence permit",
    ),
    (
        Kind::DrivingLicense,
        3,
        "driver license; driver's license; driving licence; driving license; fuhrerschein; \
         permis de conduire; permiso de conduccion",
    ),
    (
        Kind::Passport,
        3,
        "passport; reisepass; passeport; pasaporte",
    ),
    (
        Kind::IdCard,
        3,
        "identity card; identification card; personalausweis; carte nationale d'identite; \
         documento nacional de identidad; carta d'identita",
    ),
];

/// The minimum score of a kind, and its minimum lead over the next one.
const MIN_SCORE: f64 = 3.0;
const AHEAD: f64 = 1.0;

/// Returns the kind that the words indicate, if there is a clear one.
pub(super) fn of(page: &PageLayout) -> Option<Kind> {
    let usual = usual_height(page);
    let mut scores: Vec<(Kind, f64)> = Vec::new();
    for (kind, worth, phrases) in WORDS {
        let mut sum = 0.0;
        for phrase in phrases.split("; ") {
            let best = page
                .lines
                .iter()
                .filter(|line| holds(&line.folded, phrase))
                // A heading says what the paper is, while a line of the text may mention another.
                .map(|line| {
                    if line.height() > 1.25 * usual {
                        1.7
                    } else {
                        1.0
                    }
                })
                .fold(0.0, f64::max);
            sum += best * f64::from(*worth);
        }
        // Words that are merely common on a paper do not name it, however many there are.
        let sum = if *worth == 1 { sum.min(2.5) } else { sum };
        match scores.iter_mut().find(|(known, _)| known == kind) {
            Some((_, score)) => *score += sum,
            None => scores.push((*kind, sum)),
        }
    }
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    match scores.as_slice() {
        [(kind, best), (_, next), ..] if *best >= MIN_SCORE && best - next >= AHEAD => Some(*kind),
        _ => None,
    }
}

/// Returns the median height of lines.
fn usual_height(page: &PageLayout) -> f64 {
    let mut heights: Vec<f64> = page.lines.iter().map(super::layout::Line::height).collect();
    heights.sort_by(f64::total_cmp);
    heights.get(heights.len() / 2).copied().unwrap_or(1.0)
}
