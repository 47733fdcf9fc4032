//! The lawful orders of status events, as a checker for tests and for the health of a journal.
//!
//! The log is read in time order, oldest first. This is the grammar:
//!
//! ```text
//! tx       := (100|105|110) 405* (500|505|510|515)
//! open     := 1100 (1105 | 114x* | 1180 | 1110)* (1190 | 1101)
//! front    := 1200 (1205|1206) [1207 1208] (1210 (1215 1210)* 1220 1225+)      back alike with 13xx
//! barcode  := 1400 [1405|1406] (1410 1425+)+
//! consent  := 1500 1510* (1520 | 1515 1940 [1945 consent])
//! selfie   := [1630] [1615 1620] 1625+
//! done     := 1825 [1800 [1805|1810]]
//! expiry   := [1990 [1995|2000]] [1830]
//! flow     := tx open [front] [back] [barcode] [consent selfie] done | any prefix, expiry
//! ```
//!
//! Codes 1900–1925 may occur anywhere, and any prefix of a flow is lawful. The whole of `tx` may be
//! absent, because older versions did not send it, and so may whatever the protocol's own sample
//! omits. The checker also accepts a code that repeats the previous one, pages that are raised
//! again by a reload, an upload without a tap on "use image", and events that the browser reports
//! late, after 1825. Our own codes have no place in this order, except that a refused upload
//! (33xx), a second document (3390) and another attempt (3830) allow the document steps again.
//! Unknown codes are skipped.
//!
//! The checker never repairs a log, and no request is refused because of it: browsers lose events.

use super::{Origin, RaisedBy, StatusCode};

/// The first event of a log that the grammar does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "event {at} ({code}) is out of order; lawful would be {}",
    list(expected)
)]
pub struct Violation {
    /// The index in the log, counted from 0.
    pub at: usize,
    pub code: StatusCode,
    /// The codes that could have occurred there, or one of which had to precede. Empty if nothing
    /// makes this code lawful here.
    pub expected: Vec<StatusCode>,
}

/// Checks a log, oldest event first.
///
/// # Errors
/// Returns the first event that is out of order.
pub fn check(log: &[StatusCode]) -> Result<(), Violation> {
    let mut way = Way::default();
    for (at, &code) in log.iter().enumerate() {
        if way.last != Some(code) {
            way.admit(code)
                .map_err(|expected| Violation { at, code, expected })?;
        }
        way.take(code);
    }
    Ok(())
}

use StatusCode as C;

/// What has happened so far.
#[derive(Default)]
struct Way {
    seen: Vec<C>,
    last: Option<C>,
    /// The furthest step that was reached, as the number of its page: 1200, 1300, 1400 or 1500.
    reached: u16,
    front: Picture,
    back: Picture,
    consent_asked: bool,
    consented: bool,
}

/// The state of the picture of one side.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Picture {
    #[default]
    None,
    Shown,
    /// The person asked to retake it, so it may be neither kept nor submitted.
    TakenBack,
}

const TYPES: &[C] = &[C::TYPE_PORTAL, C::TYPE_CAPTURE, C::TYPE_DIRECT];
const DOCUMENTS: &[C] = &[
    C::DOCUMENT_NOT_FOUND,
    C::DOCUMENT_NA_DL,
    C::DOCUMENT_PASSPORT,
    C::DOCUMENT_OTHER,
];
const AFTER_TIMEOUT: &[C] = &[
    C::ERROR_REDIRECTED,
    C::ERROR_REDIRECT_FAILED,
    C::PROCESSED_AFTER_ABANDONMENT,
];
const AFTER_END: &[C] = &[C::COMPLETE_OPENED, C::REDIRECTED, C::REDIRECT_FAILED];

/// Events that announce a requirement, each with the submission that fulfils it, in the order of
/// the steps.
const REQUIREMENTS: &[(C, C)] = &[
    (C::FRONT_REQUIRED, C::FRONT_SUBMITTED),
    (C::BACK_REQUIRED, C::BACK_SUBMITTED),
    (C::BARCODE_REQUIRED, C::BARCODE_SUBMITTED),
    (C::SELFIE_REQUIRED, C::SELFIE_SUBMITTED),
];

type Expected = Vec<C>;

impl Way {
    fn has(&self, code: C) -> bool {
        self.seen.contains(&code)
    }

    fn has_any(&self, codes: &[C]) -> bool {
        codes.iter().any(|code| self.has(*code))
    }

    fn admit(&self, code: C) -> Result<(), Expected> {
        let Some(definition) = code.definition() else {
            return Ok(());
        };
        let direct = self.has(C::TYPE_DIRECT);
        if direct && definition.raised_by == RaisedBy::Browser {
            // Nobody visits pages in a direct transaction.
            return Err(vec![C::ENDED]);
        }
        // Pictures of a direct transaction are submitted without a tap, so only its end must follow
        // something.
        let free = direct && code != C::ENDED && !code.is_transaction_detail();
        if !free && !definition.before.is_empty() && !self.has_any(definition.before) {
            return Err(definition.before.to_vec());
        }
        self.admit_phase(code, definition.raised_by)?;
        self.admit_step(code)?;
        self.admit_tap(code)
    }

    /// Checks that transaction details come first, and that only late events of the browser follow
    /// the end.
    fn admit_phase(&self, code: C, by: RaisedBy) -> Result<(), Expected> {
        if TYPES.contains(&code) && !self.seen.is_empty() {
            return Err(Vec::new());
        }
        if DOCUMENTS.contains(&code)
            && (self.has_any(DOCUMENTS) || self.has_any(&[C::LINK_OPENED, C::LANDING_SKIPPED]))
        {
            return Err(Vec::new());
        }
        // Our own codes may follow an end: reviews and deletions do.
        if by == RaisedBy::Browser || code >= C::FIRST_OF_OURS || code == C::CONFIG_FETCHED {
            return Ok(());
        }
        if self.has(C::ENDED) || self.has(C::PROCESSED_AFTER_ABANDONMENT) {
            return Err(AFTER_END.to_vec());
        }
        if self.has(C::TIMEOUT_OPENED) && code != C::PROCESSED_AFTER_ABANDONMENT {
            return Err(AFTER_TIMEOUT.to_vec());
        }
        Ok(())
    }

    /// Checks that steps come in order, each after the ones that were required before it.
    fn admit_step(&self, code: C) -> Result<(), Expected> {
        if self.has_any(&[C::ENDED, C::TIMEOUT_OPENED]) {
            return Ok(());
        }
        let step = match code {
            C::FRONT_OPENED | C::BACK_OPENED | C::BARCODE_OPENED | C::BIOMETRICS_OPENED => {
                code.number()
            }
            C::ENDED => u16::MAX,
            _ => return Ok(()),
        };
        let missing = |(required, submission): &&(C, C)| {
            submission.number() < step && self.has(*required) && !self.has(*submission)
        };
        let missing: Vec<C> = REQUIREMENTS
            .iter()
            .filter(missing)
            .map(|(_, submission)| *submission)
            .collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        if step < self.reached {
            return Err(vec![C(self.reached)]);
        }
        Ok(())
    }

    /// Checks that a picture is shown before it is kept or submitted, and that consent precedes
    /// what needs it.
    fn admit_tap(&self, code: C) -> Result<(), Expected> {
        let lawful = |holds: bool, expected: C| if holds { Ok(()) } else { Err(vec![expected]) };
        match code {
            C::FRONT_RETAKEN | C::FRONT_KEPT => {
                lawful(self.front == Picture::Shown, C::FRONT_CAPTURED)
            }
            C::BACK_RETAKEN | C::BACK_KEPT => lawful(self.back == Picture::Shown, C::BACK_CAPTURED),
            C::FRONT_SUBMITTED if self.front == Picture::TakenBack => Err(vec![C::FRONT_CAPTURED]),
            C::BACK_SUBMITTED if self.back == Picture::TakenBack => Err(vec![C::BACK_CAPTURED]),
            C::BIOMETRICS_ACCEPTED | C::BIOMETRICS_REFUSED => {
                lawful(self.consent_asked, C::BIOMETRICS_OPENED)
            }
            C::SELFIE_CAMERA_ASKED
            | C::SELFIE_CAMERA_ALLOWED
            | C::SELFIE_SUBMITTED
            | C::SELFIE_URL_MISSING => lawful(
                self.consented || self.has(C::TYPE_DIRECT),
                C::BIOMETRICS_ACCEPTED,
            ),
            _ => Ok(()),
        }
    }

    fn take(&mut self, code: C) {
        match code {
            C::FRONT_OPENED | C::BACK_OPENED | C::BARCODE_OPENED | C::BIOMETRICS_OPENED => {
                self.reached = self.reached.max(code.number());
                self.consent_asked |= code == C::BIOMETRICS_OPENED;
            }
            C::FRONT_CAPTURED => self.front = Picture::Shown,
            C::FRONT_RETAKEN => self.front = Picture::TakenBack,
            C::BACK_CAPTURED => self.back = Picture::Shown,
            C::BACK_RETAKEN => self.back = Picture::TakenBack,
            C::FILE_CHOSEN => (self.front, self.back) = (Picture::None, Picture::None),
            C::BIOMETRICS_ACCEPTED => self.consented = true,
            C::BIOMETRICS_REFUSED => (self.consented, self.consent_asked) = (false, false),
            C::FRONT_REFUSED
            | C::BACK_REFUSED
            | C::BARCODE_REFUSED
            | C::SECOND_DOCUMENT_OPENED
            | C::RETRY_OFFERED => {
                self.reached = 0;
            }
            // The capture goes on after its end, for one picture.
            C::REVIEW_ASKS_AGAIN => {
                self.reached = 0;
                self.seen.retain(|seen| *seen != C::ENDED);
            }
            _ => {}
        }
        // Skipped events do not separate a code from its repetition.
        if code
            .definition()
            .is_some_and(|known| known.origin == Origin::Protocol)
        {
            self.last = Some(code);
        }
        if !self.seen.contains(&code) {
            self.seen.push(code);
        }
    }
}

fn list(codes: &[StatusCode]) -> String {
    if codes.is_empty() {
        return "nothing of the kind".to_owned();
    }
    codes
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" or ")
}

#[cfg(test)]
mod tests;
