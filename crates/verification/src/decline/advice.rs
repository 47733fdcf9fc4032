//! The sentences that the person is told. Many codes share one, so that there are few to translate.
//!
//! Each says what to do next. None mentions a code, a searched list or a suspicion, and light is
//! only spoken of where there was too little of it.

/// Declares the sentences: the name that the tables of codes use, the variant, and the sentence in
/// English.
macro_rules! advice {
    ($($name:ident $variant:ident $text:literal;)+) => {
        /// What the person is told to do after a decline. The hosted pages translate it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Advice {
            $(#[doc = $text] $variant,)+
        }

        impl Advice {
            /// Every piece of advice.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the sentence in English.
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        $(pub(super) const $name: Advice = Advice::$variant;)+
    };
}

advice! {
    NAME Name
        "The name we read is not the one we were given. Please use your own document and check that the name is spelled as on it.";
    BIRTH Birth
        "The date of birth we read is not the one we were given. Please use your own document and check the date.";
    DATE Date
        "A date we read is not the one we were given. Please check the dates and try again with a clear picture.";
    ISSUED Issued
        "The date of issue we read is not the one we were given. Please check the date and try again with a clear picture.";
    EXPIRES Expires
        "The expiry date we read is not the one we were given. Please check the date and try again with a clear picture.";
    NUMBER Number
        "The number we read is not the one we were given. Please check the number and try again with a clear picture.";
    GENDER Gender
        "We could not confirm the gender we were given. Please check it and try again with a clear picture of the document.";
    PLACE Place
        "We could not confirm the place of issue. Please check it and try again with a clear picture of the document.";
    STREET Street
        "The address we read is not the one we were given. Please check the address, or use a paper that shows your current one.";
    COUNTRY Country
        "We cannot accept a document from this country here. Please use one from the country you were asked for.";
    OWN Own
        "The documents do not seem to show the same name. Please use documents that are all your own.";
    SAME Same
        "The two pictures seem to show different documents. Please photograph both sides of the same one.";
    ANOTHER Another
        "The same document cannot be used twice here. Please use a different one for this step.";
    AS_BEFORE AsBefore
        "This is not the document we know from your registration. Please use the same one, or contact the business that asked you.";
    OFFERED Offered
        "This kind of document is not accepted here. Please use one of the kinds you were offered.";
    VALID Valid
        "This document is no longer valid. Please use one that has not expired.";
    INTACT Intact
        "This document is damaged or has been withdrawn. Please use one that is in good condition and still valid.";
    SHARP Sharp
        "The picture was not sharp enough. Please hold the phone steady, wait for the focus and try again.";
    WHOLE Whole
        "Part of the document is outside the picture. Please keep all four corners in view and try again.";
    OPEN Open
        "Part of the document is covered or hard to see. Please keep fingers and reflections off it and try again.";
    ORIGINAL Original
        "Please photograph the original document itself. A copy, a print or a picture of a screen cannot be used here.";
    CAMERA Camera
        "We could not use this picture. Please take a new one of the original document with the camera and send it just as it is.";
    UNUSABLE Unusable
        "We could not use this picture. Please contact the business that asked you for it to find another way.";
    LIVE Live
        "Please take the picture now, with the camera. A stored file cannot be used for this step.";
    FRONT Front
        "We still need the front of the document. Please turn it to the side with your picture and try again.";
    SIDES Sides
        "We need one picture of each side of the document. Please photograph the front, then the back.";
    ONE_CARD OneCard
        "We saw more than one document. Please lay only one in front of the camera and try again.";
    PORTRAIT Portrait
        "We could not see the photo of you on the document. Please use a document with a photo, and keep fingers and reflections off it.";
    CHIP Chip
        "The chip of the document and its printed page did not agree. Please try again, or use another document.";
    TEST Test
        "This is a sample document. Please use your own document.";
    FACE Face
        "We could not see your face clearly. Please look straight into the camera, hold still and try again.";
    ALONE Alone
        "We saw more than one face. Please make sure that only you are in the picture.";
    BARE Bare
        "Please take off glasses, hats and masks, keep your face uncovered and try again.";
    EYES Eyes
        "We could not see your eyes. Please keep them open, look into the camera and try again.";
    LIGHT Light
        "It was too dark. Please find a brighter place, with the light in front of you, and try again.";
    SELFIE Selfie
        "We could not use this picture. Please take a new one of yourself with the camera, without filters, and send it just as it is.";
    LIVELY Lively
        "We could not confirm that you were in front of the camera. Please try again and follow the hints on the screen.";
    MATCH Match
        "We could not match your face with the picture we compared it with. Please try again with your face uncovered, looking straight into the camera.";
    PLAIN Plain
        "Please try again where you can be seen in your usual surroundings.";
    NOTE Note
        "The text of the note is not the one we asked for. Please copy it exactly and try again.";
    NOTE_KIND NoteKind
        "The note is not of the kind we asked for. Please follow the instructions on the screen and try again.";
    NOTE_SEEN NoteSeen
        "We could not read the note. Please hold it still and close to the camera, facing it.";
    NOTE_FACE NoteFace
        "We need to see your face and the note together. Please hold the note beside your face and try again.";
    NOTE_LIVE NoteLive
        "We could not use this picture of the note. Please take a new one of the note itself with the camera.";
    DEVICE Device
        "We could not use the camera. Please allow it in the settings of your browser, or continue on another device.";
    SHARE Share
        "To continue, we need the camera or your documents. Please allow the camera and try again, or contact the business that asked you.";
    RESUME Resume
        "Something was still missing when this ended. Please start again and complete every step.";
    CANCELLED Cancelled
        "You ended this before it was complete. You can start again with a new link.";
    PHONE Phone
        "We could not confirm this number. Please check it and try again.";
    CODES Codes
        "The code was entered wrongly too often. Please ask the business for a new link.";
    REACH Reach
        "We could not reach this number. Please check that it is right and can receive messages, then try again.";
    ONE_TIME OneTime
        "The code was not the one we expected. Please ask for a new one and try again.";
    ANSWER Answer
        "An answer was not the one we expected. Please read the questions again and retry.";
    LATER Later
        "We could not finish because of a technical problem. Please try again in a few minutes.";
    APP App
        "Your identity app did not answer. Please check that it is installed and up to date, then try again.";
    NEWER Newer
        "A newer request has taken the place of this one. Please continue with the newer one.";
    REGISTERED Registered
        "You may already have an account. Please sign in with it, or contact the business that asked you.";
    UNREGISTERED Unregistered
        "We have no registration to compare with. Please register first, or contact the business that asked you.";
    AGE Age
        "We could not confirm that you meet the age this service asks for. Please contact the business that asked you.";
    CONTACT Contact
        "We could not complete this check. Please contact the business that asked you for it.";
    COMPANY Company
        "We could not confirm these details of the company. Please check them and send current documents.";
}
