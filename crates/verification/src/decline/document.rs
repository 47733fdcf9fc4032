//! Codes of identity documents, several of which address papers and other proofs share.

use super::table::declines;

declines! {
    /// What may be wrong with an identity document.
    DOCUMENT, Protocol;

    NO_FACE_ON_PROOF = "SPDR02" DAC DocumentUnreadable again side Front:
        "Face could not be found on the document", "No portrait was found on the proof.", PORTRAIT;
    IMAGE_ALTERED = "SPDR03" DACF DocumentAuthenticity never:
        "Image of the proof is altered", "The image shows traces of editing.", UNUSABLE;
    IMAGE_FOUND_ON_WEB = "SPDR04" DACF DocumentAuthenticity never:
        "Copy of the image found on the web", "The same image is public elsewhere.", UNUSABLE;
    NAMES_OF_DOCUMENTS_DIFFER = "SPDR05" D DataMismatch again field "name":
        "Names on the two documents don't match", "The document and the second document carry different names.", OWN;
    ORIGINALITY_NOT_VERIFIED = "SPDR06" DA DocumentAuthenticity again:
        "Document originality could not be verified", "The checks of originality did not pass.", ORIGINAL;
    NAME_DIFFERS = "SPDR07" D DataMismatch again field "name":
        "Name on the document doesn't match", "The name read from the document differs from the claim.", NAME;
    DOB_DIFFERS = "SPDR08" D DataMismatch again field "dob":
        "Date of birth on the document doesn't match", "The date of birth read differs from the claim.", BIRTH;
    DATE_DIFFERS = "SPDR09" D DataMismatch again:
        "A date on the document doesn't match", "One of the dates read differs from the claim.", DATE;
    ISSUE_DATE_DIFFERS = "SPDR10" D DataMismatch again field "issue_date":
        "Issue date on the document doesn't match", "The date of issue read differs from the claim.", ISSUED;
    NUMBER_DIFFERS = "SPDR11" D DataMismatch again field "document_number":
        "Document number doesn't match", "The document number read differs from the claim.", NUMBER;
    COUNTRY_NOT_SUPPORTED = "SPDR12" D DocumentUnsupported again field "country":
        "Issuing country of the document is not supported", "The issuing state is not accepted for this verification.", COUNTRY;
    TYPE_NOT_OFFERED = "SPDR13" DA DocumentUnsupported again field "supported_types":
        "Document is not one of the offered types", "The type detected is not among the supported types.", OFFERED;
    AGE_NOT_VERIFIED = "SPDR14" DA Age never field "age":
        "Age could not be verified", "The age by the date of birth read is outside the accepted range.", AGE;
    FACE_ON_DOCUMENT_DIFFERS = "SPDR15" D FaceMismatch again side Front:
        "Face on the document doesn't match the camera image", "The portrait and the selfie compare below the limit.", MATCH;
    EXPIRY_DATE_DIFFERS = "SPDR16" D DataMismatch again field "expiry_date":
        "Expiry date on the document doesn't match", "The expiry date read differs from the claim.", EXPIRES;
    DOCUMENT_EXPIRED = "SPDR17" D DocumentExpired again field "expiry_date":
        "Document is expired", "The expiry date read lies before the day of the verification.", VALID;
    DOCUMENT_BLURRED = "SPDR18" D ImageQuality again:
        "Image of the document is blurred", "The sharpness of the document image is below the limit.", SHARP;
    NO_FACE_DETECTED = "SPDR19" DF ImageQuality again:
        "Face could not be detected in the image", "No face was detected in the image.", FACE;
    PROOFS_ARE_DIFFERENT_DOCUMENTS = "SPDR21" DA DataMismatch again:
        "Proof and additional proof are of different documents", "The two proofs do not show one document.", SAME;
    DOCUMENTS_OF_DIFFERENT_PERSONS = "SPDR36" D DataMismatch again field "name":
        "Both documents don't belong to the same person", "What the two documents say of their holder differs.", OWN;
    DOCUMENT_DIFFERS_FROM_SIGN_UP = "SPDR39" D DataMismatch again:
        "Document doesn't match the one used at sign-up", "Another document was registered for this customer.", AS_BEFORE;
    SIDES_DIFFER = "SPDR42" DA DataMismatch again:
        "Front and back side images don't belong to the same document", "The data of the two sides contradict each other.", SAME;
    GENDER_NOT_VERIFIED = "SPDR44" D DataMismatch again field "gender":
        "Gender could not be verified", "The gender read differs from the claim or could not be read.", GENDER;
    PLACE_OF_ISSUE_NOT_VERIFIED = "SPDR45" D DataMismatch again field "place_of_issue":
        "Place of issue could not be verified", "The place of issue read differs from the claim or could not be read.", PLACE;
    SCREENSHOT = "SPDR47" DA DocumentAuthenticity again:
        "Screenshots are not accepted", "The image is a screenshot, which the instructions do not allow.", ORIGINAL;
    PROOF_ALTERED = "SPDR48" DA DocumentAuthenticity never:
        "Proof is altered or edited", "The proof shows traces of editing.", UNUSABLE;
    PAPER_NOT_ACCEPTED = "SPDR49" DA DocumentUnsupported again:
        "Paper-based documents are not accepted", "The proof is on paper, which the instructions do not allow.", ORIGINAL;
    PUNCHED_OR_BROKEN = "SPDR50" DA DocumentUnsupported again:
        "Document is punched or broken", "The document is damaged or was cancelled by a hole or a cut.", INTACT;
    OTHER_SCREEN = "SPDR51" DA DocumentAuthenticity again:
        "Document is photographed from another screen", "The image shows the pattern of a screen.", ORIGINAL;
    DOCUMENT_NOT_ACCEPTED = "SPDR52" D DocumentUnsupported again:
        "Document could not be accepted", "A reason of the document that no finer code names.", OFFERED;
    NOT_FULLY_DISPLAYED = "SPDR53" DA ImageQuality again:
        "Document is not fully displayed", "A corner or an edge of the document lies outside the image.", WHOLE;
    PROOF_BLURRED = "SPDR54" DA ImageQuality again:
        "Document is blurred", "The proof is too blurred to be read.", SHARP;
    INFORMATION_NOT_VISIBLE = "SPDR55" DA DocumentUnreadable again:
        "Information on the document is not visible", "Required data could not be read from the proof.", OPEN;
    INFORMATION_EDITED = "SPDR56" DA DocumentAuthenticity never:
        "Information on the document is edited", "Printed data shows traces of editing.", UNUSABLE;
    INFORMATION_HIDDEN = "SPDR57" DA DocumentUnreadable again:
        "Information on the document is hidden", "Part of the printed data is covered.", OPEN;
    SUBMITTED_DOCUMENT_EXPIRED = "SPDR70" DA DocumentExpired again field "expiry_date":
        "Submitted document is expired", "The document was past its expiry date when it was submitted.", VALID;
    DOB_DIFFERS_FROM_GIVEN = "SPDR73" D DataMismatch again field "dob":
        "Date of birth on the document doesn't match the one provided", "The person's own entry of the date of birth differs from the document.", BIRTH;
    NAME_DIFFERS_FROM_GIVEN = "SPDR75" DA DataMismatch again field "name":
        "Name on the document doesn't match the one provided", "The person's own entry of the name differs from the document.", NAME;
    NAME_NOT_VISIBLE = "SPDR76" D DocumentUnreadable again field "name":
        "Name on the document is not clearly visible", "The name could not be read with confidence.", OPEN;
    NUMBER_DIFFERS_FROM_GIVEN = "SPDR77" D DataMismatch again field "document_number":
        "Document number doesn't match the one provided", "The person's own entry of the number differs from the document.", NUMBER;
    E_DOCUMENT_DATA_DIFFERS = "SPDR86" D DataMismatch again:
        "Data of the e-document doesn't match the proof", "What the chip says differs from the printed page.", CHIP;
    E_DOCUMENT_FACE_DIFFERS = "SPDR87" D FaceMismatch again:
        "Face of the e-document doesn't match the selfie", "The portrait of the chip and the selfie compare below the limit.", MATCH;
    IMAGE_EDITED_OR_CROPPED = "SPDR89" DA DocumentAuthenticity again:
        "Image of the document is edited or cropped", "The image was cut or edited after capture.", CAMERA;
    DOCUMENT_IMAGE_ON_INTERNET = "SPDR90" DA DocumentAuthenticity never:
        "Image of the document is found on the internet", "The same document image is public elsewhere.", UNUSABLE;
    LAST_NAME_DIFFERS = "SPDR104" D DataMismatch again field "last_name":
        "Last name on the document could not be verified", "The family name read differs from the claim or could not be read.", NAME;
    SIDES_OF_DIFFERENT_DOCUMENTS = "SPDR125" DA DataMismatch again:
        "Front and back side are of different documents", "The two sides are of different kinds or issues of document.", SAME;
    OTHER_DEVICE = "SPDR131" DA DocumentAuthenticity again:
        "Document is captured from another device", "The document was shown on the display of another device.", ORIGINAL;
    DOCUMENT_COPY_ON_INTERNET = "SPDR134" DA DocumentAuthenticity never:
        "Document image was taken from the internet", "The image is a public one and not of the person's own document.", UNUSABLE;
    SELFIE_DIFFERS_FROM_DOCUMENT = "SPDR166" D FaceMismatch again:
        "Selfie doesn't match the face on the document", "The selfie and the portrait compare below the limit.", MATCH;
    DOCUMENT_EDITED = "SPDR194" DA DocumentAuthenticity never:
        "Document is edited", "The document itself shows traces of editing.", UNUSABLE;
    TYPE_NOT_SUPPORTED = "SPDR205" D DocumentUnsupported again field "supported_types":
        "Document type is not supported", "The type of document is unknown to this server.", OFFERED;
    TWO_CARDS = "SPDR210" D ImageQuality again:
        "Two cards are detected in the image", "More than one document was found in one image.", ONE_CARD;
    FACE_DIFFERS_FROM_PHOTO = "SPDR230" DF FaceMismatch again:
        "Face doesn't match the photo on the document", "The face and the photo on the document compare below the limit.", MATCH;
    EDITED_FACE = "SPDR235" D DocumentAuthenticity never side Front:
        "Face on the document is edited", "The portrait shows traces of editing or replacement.", UNUSABLE;
    EDITED_FONT = "SPDR236" D DocumentAuthenticity never:
        "Font on the document is edited", "A typeface differs from the one the document uses.", UNUSABLE;
    EDITED_BACKGROUND = "SPDR237" D DocumentAuthenticity never:
        "Background of the document is edited", "The background pattern is interrupted.", UNUSABLE;
    EDITED_TEXT = "SPDR238" D DocumentAuthenticity never:
        "Text on the document is edited", "Printed text shows traces of editing.", UNUSABLE;
    EDITED_MRZ = "SPDR239" D DocumentAuthenticity never:
        "Machine readable zone of the document is edited", "The machine readable zone contradicts itself or the printed page.", UNUSABLE;
    EDITED_WITH_FILTERS = "SPDR240" D DocumentAuthenticity again:
        "Image of the document is edited with filters", "A filter was applied to the image.", CAMERA;
    SIDE_MISSING = "SPDR249" DF DocumentUnreadable again:
        "Front or back side of the document is not supplied", "One of the required sides is missing.", SIDES;
    FRONT_MISSING = "SPDR251" DF DocumentUnreadable again side Front:
        "Front side of the document is not supplied", "The front of the document is missing.", FRONT;
    SAME_SIDE_TWICE = "SPDR252" DF DocumentUnreadable again:
        "Proof and additional proof show the same side", "One side was submitted twice.", SIDES;
    MRZ_NUMBER_DIFFERS = "SPDR261" DF DataMismatch again field "document_number":
        "Number in the machine readable zone doesn't match", "The numbers in the machine readable zone and on the page differ.", NUMBER;
    DATA_HIDDEN = "SPDR262" DF DocumentUnreadable again:
        "Data on the document is hidden", "Data that the check needs is covered.", OPEN;
    PIXELATED = "SPDR263" DF ImageQuality again:
        "Image is pixelated", "The resolution of the image is below the limit.", SHARP;
    NO_FACE_PICTURE = "SPDR264" DF DocumentUnreadable again side Front:
        "No face picture found on the document", "The document carries no portrait or it could not be found.", PORTRAIT;
    CPF_INVALID = "SPDR265" DF DataInvalid again field "document_number":
        "CPF number is invalid", "The check digits of the CPF number do not hold.", NUMBER;
    TEST_DOCUMENT = "SPDR282" DF DocumentAuthenticity again:
        "Document is a test ID", "The document is a specimen; these are taken in test mode only.", TEST;
    FILE_DATES_INCONSISTENT = "SPDR286" D DocumentAuthenticity again:
        "Creation and modification dates of the file are inconsistent", "The file's metadata says that it was changed after capture.", CAMERA;
}
