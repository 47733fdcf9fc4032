//! Codes of the papers that prove an address.

use super::table::declines;

declines! {
    /// What may be wrong with an address paper, besides what may be wrong with any document.
    ADDRESS, Protocol;

    ADDRESS_NAME_DIFFERS = "SPDR22" A DataMismatch again field "name":
        "Name on the address document doesn't match", "The name read from the address paper differs from the claim.", NAME;
    ADDRESS_DIFFERS = "SPDR23" A DataMismatch again field "full_address":
        "Address on the address document doesn't match", "The address read differs from the claim.", STREET;
    ADDRESS_TYPE_NOT_OFFERED = "SPDR24" A DocumentUnsupported again field "supported_types":
        "Address document is not one of the offered types", "The type detected is not among the supported types.", OFFERED;
    ADDRESS_COUNTRY_NOT_VERIFIED = "SPDR25" A DataMismatch again field "country":
        "Country of the address document could not be verified", "The country read differs from the claim or could not be read.", COUNTRY;
    ADDRESSES_OF_PROOFS_DIFFER = "SPDR26" A DataMismatch again field "full_address":
        "Addresses on the identity document and the utility bill don't match", "The two proofs carry different addresses.", STREET;
    ADDRESS_DOCUMENT_EXPIRED = "SPDR27" A DocumentExpired again field "issue_date":
        "Address document is expired", "The address paper is older than is accepted, or past its expiry date.", VALID;
    ADDRESS_DOCUMENT_BLURRED = "SPDR28" A ImageQuality again:
        "Image of the address document is blurred", "The sharpness of the image is below the limit.", SHARP;
    ADDRESS_ISSUE_DATE_DIFFERS = "SPDR30" A DataMismatch again field "issue_date":
        "Issue date on the address document doesn't match", "The date of issue read differs from the claim.", ISSUED;
    ADDRESS_OF_ANOTHER_PERSON = "SPDR31" A DataMismatch again field "name":
        "Address proof and document proof don't belong to the same person", "The address paper and the document carry different names.", OWN;
    ADDRESS_NEEDS_ANOTHER_DOCUMENT = "SPDR46" A DocumentUnsupported again:
        "The same ID cannot be used as address proof", "One document was submitted for both services.", ANOTHER;
    ADDRESS_PROOF_DIFFERS_FROM_DOCUMENT = "SPDR65" A DataMismatch again:
        "Address proof and document proof don't match", "What the two proofs say differs.", OWN;
    ADDRESS_PROOFS_OF_ONE_PERSON = "SPDR66" A DataMismatch again field "name":
        "Both documents should belong to the same person", "The proofs are not of one person.", OWN;
    COUNTRY_DIFFERS_FROM_GIVEN = "SPDR67" DA DataMismatch again field "country":
        "Document should be from the provided country", "The document is from another country than the one given.", COUNTRY;
    ADDRESS_ISSUE_DATE_DIFFERS_FROM_GIVEN = "SPDR68" A DataMismatch again field "issue_date":
        "Issue date on the address document doesn't match the one provided", "The person's own entry of the date of issue differs from the paper.", ISSUED;
    ADDRESS_DIFFERS_FROM_GIVEN = "SPDR80" A DataMismatch again field "full_address":
        "Address on the document doesn't match the one provided", "The person's own entry of the address differs from the paper.", STREET;
    ADDRESS_AND_IDENTITY_OF_DIFFERENT_PERSONS = "SPDR146" A DataMismatch again field "name":
        "Address and identity documents belong to different persons", "The holders of the two documents are not one person.", OWN;
    ADDRESS_ISSUE_DATE_DIFFERS_FROM_RECORD = "SPDR169" A DataMismatch again field "issue_date":
        "Issue date of the uploaded document doesn't match the record", "The date of issue differs from the one on record.", ISSUED;
    ADDRESS_NAME_DIFFERS_FROM_RECORD = "SPDR173" A DataMismatch again field "name":
        "Name on the address document doesn't match the record", "The name differs from the one on record.", NAME;
    ADDRESS_NOT_CAPTURED_LIVE = "SPDR225" A DocumentAuthenticity again:
        "Address document was uploaded and not captured live", "A stored file was sent although only the camera is allowed.", LIVE;
    ADDRESS_DIFFERS_FROM_RECORD = "SPDR269" A DataMismatch again field "full_address":
        "Address on the document doesn't match the record", "The address differs from the one on record.", STREET;
}
