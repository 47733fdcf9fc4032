//! Ways in which a barcode can contradict itself.

/// An error in the barcode that a careful reader can notice from the barcode alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Alteration {
    /// DDJ (under 21 until) is not the birth date plus 21 years.
    MajorityDate,
    /// The issuer in the header is not the state of the address (DAJ).
    Issuer,
    /// DBA lies before DBD.
    ExpiryBeforeIssue,
    /// The designators' lengths do not match the subfiles.
    Lengths,
}
