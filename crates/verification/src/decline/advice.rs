//! The sentences that the person is told. Many codes share one, so that there are few to translate.
//!
//! Each says what to do next. None mentions a code, a searched list or a suspicion.

pub(super) const NAME: &str = "The name we read is not the one we were given. Please use your own document and check that the name is spelled as on it.";
pub(super) const BIRTH: &str = "The date of birth we read is not the one we were given. Please use your own document and check the date.";
pub(super) const DATE: &str = "A date we read is not the one we were given. Please check the dates and try again with a clear picture.";
pub(super) const ISSUED: &str = "The date of issue we read is not the one we were given. Please check the date and try again with a clear picture.";
pub(super) const EXPIRES: &str = "The expiry date we read is not the one we were given. Please check the date and try again with a clear picture.";
pub(super) const NUMBER: &str = "The number we read is not the one we were given. Please check the number and try again with a clear picture.";
pub(super) const GENDER: &str = "We could not confirm the gender we were given. Please check it and try again with a clear picture of the document.";
pub(super) const PLACE: &str = "We could not confirm the place of issue. Please check it and try again with a clear picture of the document.";
pub(super) const STREET: &str = "The address we read is not the one we were given. Please check the address, or use a paper that shows your current one.";
pub(super) const COUNTRY: &str = "We cannot accept a document from this country here. Please use one from the country you were asked for.";
pub(super) const OWN: &str =
    "The documents do not seem to carry the same name. Please use documents that are all your own.";
pub(super) const SAME: &str = "The two pictures seem to show different documents. Please photograph both sides of the same one.";
pub(super) const ANOTHER: &str =
    "The same document cannot serve twice here. Please use a different one for this step.";
pub(super) const AS_BEFORE: &str = "This is not the document we know from your registration. Please use the same one, or contact the business that asked you.";
pub(super) const OFFERED: &str =
    "This kind of document is not accepted here. Please use one of the kinds you were offered.";
pub(super) const VALID: &str =
    "This document is no longer valid. Please use one that has not expired.";
pub(super) const INTACT: &str = "This document is damaged or has been cancelled. Please use one that is in good condition and still valid.";
pub(super) const SHARP: &str = "The picture was not sharp enough. Please hold the phone steady, wait for the focus and try again in good light.";
pub(super) const WHOLE: &str = "Part of the document is outside the picture. Please keep all four corners in view and try again.";
pub(super) const OPEN: &str = "Part of the document is covered or hard to see. Please keep fingers and reflections off it and try again.";
pub(super) const ORIGINAL: &str = "Please photograph the original document itself. A copy, a print or a picture of a screen cannot be used here.";
pub(super) const CAMERA: &str = "We could not use this picture. Please take a new one of the original document with the camera and send it just as it is.";
pub(super) const UNUSABLE: &str = "We could not use this picture. Please contact the business that asked you for it to find another way.";
pub(super) const LIVE: &str =
    "Please take the picture now, with the camera. A stored file cannot be used for this step.";
pub(super) const FRONT: &str = "We still need the front of the document. Please turn it to the side with your picture and try again.";
pub(super) const SIDES: &str =
    "We need one picture of each side of the document. Please photograph the front, then the back.";
pub(super) const ONE_CARD: &str =
    "We saw more than one document. Please lay only one in front of the camera and try again.";
pub(super) const PORTRAIT: &str = "We could not see the picture of you on the document. Please use a document with a photo and photograph it in good light.";
pub(super) const CHIP: &str = "The chip of the document and its printed page did not agree. Please try again, or use another document.";
pub(super) const TEST: &str = "This is a sample document. Please use your own document.";

pub(super) const FACE: &str = "We could not see your face clearly. Please look straight into the camera in good light and try again.";
pub(super) const ALONE: &str =
    "We saw more than one face. Please make sure that only you are in the picture.";
pub(super) const BARE: &str =
    "Please take off glasses, hats and masks, keep your face free and try again.";
pub(super) const EYES: &str =
    "We could not see your eyes. Please keep them open, look into the camera and try again.";
pub(super) const LIGHT: &str =
    "It was too dark. Please find a brighter place, with the light in front of you, and try again.";
pub(super) const SELFIE: &str = "We could not use this picture. Please take a new one of yourself with the camera, without filters, and send it just as it is.";
pub(super) const LIVELY: &str = "We could not confirm that you were in front of the camera. Please try again in good light and follow the hints on the screen.";
pub(super) const MATCH: &str = "We could not match your face with the picture we compared it with. Please try again in good light, with your face free.";
pub(super) const PLAIN: &str =
    "Please try again where you can be seen in your usual surroundings, in good light.";

pub(super) const NOTE: &str =
    "The text of the note is not the one we asked for. Please copy it exactly and try again.";
pub(super) const NOTE_KIND: &str = "The note is not of the kind we asked for. Please follow the instructions on the screen and try again.";
pub(super) const NOTE_SEEN: &str =
    "We could not read the note. Please hold it still, facing the camera, in good light.";
pub(super) const NOTE_FACE: &str = "We need to see your face and the note together. Please hold the note beside your face and try again.";
pub(super) const NOTE_LIVE: &str = "We could not use this picture of the note. Please take a new one of the note itself with the camera.";

pub(super) const DEVICE: &str = "We could not use the camera. Please allow it in the settings of your browser, or go on with another device.";
pub(super) const SHARE: &str = "To go on we need the camera or your documents. Please allow the camera and try again, or contact the business that asked you.";
pub(super) const RESUME: &str =
    "Something was still missing when this ended. Please start again and complete every step.";
pub(super) const CANCELLED: &str =
    "You ended this before it was complete. You can start again with a new link.";
pub(super) const PHONE: &str = "We could not confirm this number. Please check it and try again.";
pub(super) const CODES: &str =
    "The code was entered wrongly too often. Please ask the business for a new link.";
pub(super) const REACH: &str = "We could not reach this number. Please check that it is right and can receive messages, then try again.";
pub(super) const ONE_TIME: &str =
    "The code was not the one we expected. Please ask for a new one and try again.";
pub(super) const ANSWER: &str =
    "An answer was not the one we expected. Please read the questions again and retry.";
pub(super) const LATER: &str =
    "We could not finish because of a technical problem. Please try again in a few minutes.";
pub(super) const APP: &str = "Your identity app did not answer. Please check that it is installed and up to date, then try again.";
pub(super) const NEWER: &str =
    "A newer request has taken the place of this one. Please go on with the newer one.";
pub(super) const REGISTERED: &str = "You may already have an account. Please sign in with it, or contact the business that asked you.";
pub(super) const UNREGISTERED: &str = "We have no registration to compare with. Please register first, or contact the business that asked you.";
pub(super) const AGE: &str = "We could not confirm that you meet the age this service asks for. Please contact the business that asked you.";
pub(super) const CONTACT: &str =
    "We could not complete this check. Please contact the business that asked you for it.";
pub(super) const COMPANY: &str = "We could not confirm these details of the company. Please check them and send current documents.";
