//! The acts on a verification that is being captured. Like every act, each consumes the
//! verification and returns its next value with its effects.

use jiff::Timestamp;

use super::device::DeviceRecord;
use super::page::CapturePage;
use super::phone::CodeRefusal;
use super::plan::Need;
use super::state::{Biometrics, Confirmed, ConsentRecord, MOST_LINKS, MOST_RETRIES};
use super::submission::code_of;
use crate::aggregate::{Effect, Step, Verification};
use crate::journal::Browser;
use crate::origin::Origin;
use crate::request::{DocumentType, EvidenceSlot, Side};
use crate::service::Service;
use crate::stage::{Act, Refused, Stage, StageName};
use crate::status::{RaisedBy, StatusCode};

/// An event that the browser reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The status code.
    pub code: StatusCode,
    /// The time according to the browser's clock.
    pub at: Option<Timestamp>,
    /// The value for the placeholder of a code that has one.
    pub detail: Option<String>,
    /// The location in the browser, if it was reported.
    pub browser: Browser,
}

/// The reason why an act of the capture is refused. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutOfStep {
    /// The act is not possible at this stage of the verification.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Something else is requested now.
    #[error("something else is asked for at this moment")]
    Elsewhere(CapturePage),
    /// The code is raised by the server or by an act of its own, or it is unknown.
    #[error("status event {0} is not the browser's to raise")]
    NotTheBrowsers(StatusCode),
    /// The document type is not accepted.
    #[error("this type of document is not taken")]
    TypeNotTaken(DocumentType),
    /// The link was already sent to other devices as often as is allowed.
    #[error("this link was sent {MOST_LINKS} times, and is not sent again")]
    TooManyLinks,
    /// There is no such challenge to turn the head, or no more of them.
    #[error("this challenge was used, has ended, or was one too many")]
    NoChallenge,
    /// Nothing is done about a code at the moment.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
}

/// Browser codes that only an act of their own raises, because that act stores more.
const OF_ACTS: &[StatusCode] = &[
    StatusCode::BIOMETRICS_ACCEPTED,
    StatusCode::BIOMETRICS_REFUSED,
    StatusCode::TERMS_ACCEPTED,
    StatusCode::PHONE_CODE_MISSING,
];

impl Verification {
    /// Records that a page fetches what it has to request: 1105, and once the requirements (1140 to
    /// 1143).
    ///
    /// # Errors
    /// The link has expired. Nothing is requested any more, and the log ends with the event that
    /// ended it.
    pub fn fetch_config(self, now: Timestamp) -> Result<Step<Self>, Refused> {
        self.refuse_if_dead(Act::OpenLink, now)?;
        if self.capture.is_late || matches!(self.stage, Stage::TimedOut) {
            return Err(Refused {
                act: Act::OpenLink,
                from: StageName::TimedOut,
            });
        }
        let required = [
            (StatusCode::FRONT_REQUIRED, StatusCode::FRONT_SUBMITTED),
            (StatusCode::BACK_REQUIRED, StatusCode::BACK_SUBMITTED),
            (StatusCode::BARCODE_REQUIRED, StatusCode::BARCODE_SUBMITTED),
            (StatusCode::SELFIE_REQUIRED, StatusCode::SELFIE_SUBMITTED),
        ];
        let told = self.capture.requirements_told;
        let asked: Vec<StatusCode> = self
            .needs()
            .into_iter()
            .filter_map(|need| match need {
                Need::Evidence(slot) => Some(code_of(slot)),
                _ => None,
            })
            .collect();
        let mut step = self.unmoved();
        step.log(StatusCode::CONFIG_FETCHED, None, now);
        if !told {
            step.next.capture.requirements_told = true;
            for (requirement, submission) in required {
                if asked.contains(&submission) {
                    step.log(requirement, None, now);
                }
            }
        }
        Ok(step)
    }

    /// Records events that the browser reports. Some of them move the verification: 1100 opens it,
    /// 1190 and 1101 start the capture, and 1945 requests the consent to biometrics again.
    ///
    /// The log also accepts events that arrive after the end, because pages report their last
    /// events when they are left. A repetition, with the same code and the same time, is recorded
    /// once.
    ///
    /// # Errors
    /// A code that browsers may not raise. In that case none of the events is recorded.
    pub fn raise(self, events: &[Raised], now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        for event in events {
            let is_browsers = event
                .code
                .definition()
                .is_some_and(|known| known.raised_by == RaisedBy::Browser);
            if !is_browsers || OF_ACTS.contains(&event.code) {
                return Err(OutOfStep::NotTheBrowsers(event.code));
            }
        }
        let mut step = self.unmoved();
        for event in events {
            if !step.next.capture.note(event.code, event.at) {
                continue;
            }
            step.log_from(event, now);
            let was = step.next.stage.name();
            step.next.follow(event.code, now);
            // A capture that needs nothing from the person ends with the start.
            if was != StageName::Capturing && step.next.stage.name() == StageName::Capturing {
                step.end_if_all_is_there(now);
            }
        }
        Ok(step)
    }

    /// Records the document type that the person chose.
    pub fn choose(
        self,
        service: Service,
        kind: DocumentType,
        now: Timestamp,
    ) -> Result<Step<Self>, OutOfStep> {
        self.at_step(Act::Submit, now, |page| {
            page == CapturePage::Choice(service)
        })?;
        let taken = self
            .request
            .services
            .documents()
            .find(|(at, _)| *at == service)
            .is_some_and(|(_, asked)| {
                asked.supported_types.is_empty() || asked.supported_types.contains(&kind)
            });
        if !taken {
            return Err(OutOfStep::TypeNotTaken(kind));
        }
        let mut step = self.unmoved();
        step.next.capture.chosen.insert(service, kind);
        Ok(step)
    }

    /// Records that the person agrees to the terms on the landing page.
    pub fn accept_terms(
        self,
        record: ConsentRecord,
        browser: Browser,
        now: Timestamp,
    ) -> Result<Step<Self>, OutOfStep> {
        self.alive(Act::Start, now)?;
        let mut step = self.unmoved();
        step.next.capture.terms = Some(record);
        step.log_from(&by(browser, StatusCode::TERMS_ACCEPTED), now);
        Ok(step)
    }

    /// Records that the person agrees to biometrics (1520), with the text.
    pub fn accept_biometrics(
        self,
        record: ConsentRecord,
        browser: Browser,
        now: Timestamp,
    ) -> Result<Step<Self>, OutOfStep> {
        self.at_step(Act::Submit, now, |page| page == CapturePage::Biometrics)?;
        let mut step = self.unmoved();
        step.next.capture.biometrics = Biometrics::Accepted(record);
        step.log_from(&by(browser, StatusCode::BIOMETRICS_ACCEPTED), now);
        Ok(step)
    }

    /// Records that the person refuses biometrics (1515). The person may still change their mind.
    pub fn refuse_biometrics(
        self,
        browser: Browser,
        now: Timestamp,
    ) -> Result<Step<Self>, OutOfStep> {
        self.at_step(Act::Submit, now, |page| page == CapturePage::Biometrics)?;
        let mut step = self.unmoved();
        step.next.capture.biometrics = Biometrics::Refused;
        step.log_from(&by(browser, StatusCode::BIOMETRICS_REFUSED), now);
        Ok(step)
    }

    /// Records that evidence was sealed for a slot. The last piece starts the examination (1825),
    /// unless the person still has to confirm a form.
    ///
    /// # Errors
    /// The slot is not the one that is requested now. Submissions by the business may come in any
    /// order.
    pub fn hand_in(self, slot: EvidenceSlot, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        if self.is_direct() {
            self.alive(Act::Submit, now)?;
        } else {
            let asked = Need::Evidence(slot);
            let next = self.needs_still().into_iter().next();
            self.at_step(Act::Submit, now, |_| next == Some(asked))?;
        }
        let mut step = self.unmoved();
        step.next.capture.submitted.insert(slot);
        step.log(code_of(slot), None, now);
        step.end_if_all_is_there(now);
        Ok(step)
    }

    /// Records that the back of a document was sealed, and with it what the barcode on it contains.
    /// The person is then not asked to hold the barcode to the camera again.
    ///
    /// # Errors
    /// The errors are those of [`hand_in`](Self::hand_in).
    pub fn hand_in_with_barcode(
        self,
        back: EvidenceSlot,
        now: Timestamp,
    ) -> Result<Step<Self>, OutOfStep> {
        let barcode = EvidenceSlot::new(back.service, Side::Barcode);
        if !self.awaits_barcode_with(back) {
            return self.hand_in(back, now);
        }
        let next = self.needs_still().into_iter().next();
        self.at_step(Act::Submit, now, |_| next == Some(Need::Evidence(back)))?;
        let mut step = self.unmoved();
        for slot in [back, barcode] {
            step.next.capture.submitted.insert(slot);
            step.log(code_of(slot), None, now);
        }
        step.end_if_all_is_there(now);
        Ok(step)
    }

    /// Returns true if this is the back of a document whose barcode the person would be asked for
    /// next, so that it pays to look for the barcode in the picture of the back.
    pub fn awaits_barcode_with(&self, slot: EvidenceSlot) -> bool {
        let barcode = EvidenceSlot::new(slot.service, Side::Barcode);
        slot.side == Side::AdditionalProof
            && !self.is_direct()
            && self.needs_still().contains(&Need::Evidence(barcode))
    }

    /// Records that a link is sent to another device of the person, before it is sent: what cannot
    /// be delivered counts as well, because the channel may charge for the attempt.
    ///
    /// # Errors
    /// The walk was not opened or is over, or the link was sent [`MOST_LINKS`] times.
    pub fn hand_off(self, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.alive(Act::Submit, now)?;
        if matches!(self.stage, Stage::Created) {
            return Err(OutOfStep::Elsewhere(self.page(now)));
        }
        if self.capture.links_sent >= MOST_LINKS {
            return Err(OutOfStep::TooManyLinks);
        }
        let mut step = self.unmoved();
        step.next.capture.links_sent += 1;
        Ok(step)
    }

    /// Records evidence that cannot be used, with our own codes for the reason.
    pub fn refuse_evidence(
        self,
        slot: Option<EvidenceSlot>,
        why: &str,
        now: Timestamp,
    ) -> Step<Self> {
        let code = match slot.map(code_of) {
            Some(StatusCode::FRONT_SUBMITTED) => StatusCode::FRONT_REFUSED,
            Some(StatusCode::BACK_SUBMITTED) => StatusCode::BACK_REFUSED,
            Some(StatusCode::BARCODE_SUBMITTED) => StatusCode::BARCODE_REFUSED,
            Some(StatusCode::SELFIE_SUBMITTED) => StatusCode::SELFIE_REFUSED,
            Some(StatusCode::ADDRESS_SUBMITTED) => StatusCode::ADDRESS_REFUSED,
            Some(StatusCode::CONSENT_NOTE_SUBMITTED) => StatusCode::CONSENT_NOTE_REFUSED,
            _ => StatusCode::UPLOAD_REFUSED,
        };
        let mut step = self.unmoved();
        step.log(code, Some(why.to_owned()), now);
        step
    }

    /// Records that the person confirmed or corrected what was read.
    pub fn confirm(self, fields: Vec<Confirmed>, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.at_step(Act::Submit, now, |page| page == CapturePage::Confirm)?;
        let mut step = self.unmoved();
        step.next.capture.confirmed = Some(fields);
        step.log(StatusCode::CONFIRMED, None, now);
        step.end_if_all_is_there(now);
        Ok(step)
    }

    /// Records what the browser reveals about its device (1180). From then on it counts as the
    /// party that sent the request: results describe the person's connection instead of the
    /// business's server.
    pub fn tell_device(
        self,
        device: DeviceRecord,
        origin: Origin,
        now: Timestamp,
    ) -> Result<Step<Self>, OutOfStep> {
        self.alive(Act::OpenLink, now)?;
        let mut step = self.unmoved();
        step.next.capture.device = Some(device);
        step.next.origin = origin;
        step.log(StatusCode::DEVICE_SUBMITTED, None, now);
        Ok(step)
    }

    /// Records that the channel accepted the link (3000) or could not deliver it (3010).
    pub fn tell_link(self, is_taken: bool, now: Timestamp) -> Step<Self> {
        let code = if is_taken {
            StatusCode::LINK_ACCEPTED
        } else {
            StatusCode::LINK_DELIVERY_FAILED
        };
        let terms = self.request.capture.as_ref();
        let link = terms.and_then(|terms| terms.send_link.as_ref());
        let channel = link.map(|link| link.channel.word().to_owned());
        let mut step = self.unmoved();
        step.log(code, channel, now);
        step
    }

    /// Changes the person's language. There is no event; the pages use this language from now on.
    pub fn speak(self, language: String) -> Step<Self> {
        let mut step = self.unmoved();
        step.next.capture.language = Some(language);
        step
    }

    /// Lets the person try again after an automatic decline.
    pub fn try_again(self, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.refuse_unless_retry(now)?;
        let mut step = self.unmoved();
        step.next.capture.is_retrying = true;
        Ok(step)
    }

    /// Records that the person does not try again after an automatic decline.
    pub fn leave_it(self, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.refuse_unless_retry(now)?;
        Ok(self.decide_as_last_tried(now))
    }

    /// Closes a transaction whose evidence the business submitted itself.
    pub fn end(self, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.alive(Act::SubmitLast, now)?;
        if self.capture.submitted.is_empty() {
            return Err(OutOfStep::Elsewhere(self.page(now)));
        }
        let mut step = self.moved(Stage::Processing);
        step.log(StatusCode::ENDED, None, now);
        step.effects.push(Effect::Examine);
        Ok(step)
    }

    /// Returns how often the person may try again, this offer included.
    pub fn tries_left(&self) -> u8 {
        let used = self.capture.retries.saturating_sub(1);
        MOST_RETRIES.saturating_sub(used)
    }

    /// Returns true if the business submits the evidence itself, piece by piece.
    pub fn is_direct(&self) -> bool {
        self.request
            .capture
            .as_ref()
            .is_some_and(|terms| !terms.has_pages())
    }

    /// Applies the effect of a browser's code. A code that comes too late, or again, changes
    /// nothing.
    fn follow(&mut self, code: StatusCode, now: Timestamp) {
        let moved = match code {
            StatusCode::LINK_OPENED => self.opened(now),
            StatusCode::START_TAPPED | StatusCode::LANDING_SKIPPED => self.started(now),
            StatusCode::BIOMETRICS_DENIED_LEFT
                if self.capture.biometrics == Biometrics::Refused =>
            {
                self.capture.biometrics = Biometrics::Open;
                return;
            }
            _ => return,
        };
        if let Ok(Some(stage)) = moved {
            self.stage = stage;
        }
    }

    /// Refuses acts after the end of the capture.
    pub(crate) fn alive(&self, act: Act, now: Timestamp) -> Result<(), Refused> {
        self.refuse_if_dead(act, now)?;
        if self.stage.name().is_open() {
            Ok(())
        } else {
            Err(self.refused(act))
        }
    }

    /// Refuses an answer if the person is not being asked whether to try again.
    fn refuse_unless_retry(&self, now: Timestamp) -> Result<(), OutOfStep> {
        self.alive(Act::Submit, now)?;
        if self.offers_retry() {
            Ok(())
        } else {
            Err(OutOfStep::Elsewhere(self.page(now)))
        }
    }

    /// Refuses evidence that is not requested at the moment. An act on a page means that the person
    /// has started, even if the browser's report of that was lost.
    pub(super) fn at_step(
        &self,
        act: Act,
        now: Timestamp,
        is_asked: impl Fn(CapturePage) -> bool,
    ) -> Result<(), OutOfStep> {
        self.alive(act, now)?;
        let page = self.page(now);
        if matches!(self.stage, Stage::Capturing) && is_asked(page) {
            Ok(())
        } else {
            Err(OutOfStep::Elsewhere(page))
        }
    }
}

impl Step<Verification> {
    /// Adds an entry raised by the browser. Its clock is believed as far as it can be right: not
    /// before the opening of the verification, and not after the current time.
    pub(super) fn log_from(&mut self, event: &Raised, now: Timestamp) {
        if event.code >= StatusCode::FIRST_OF_OURS && !self.next.capture.own_codes {
            return;
        }
        let logged_at = event
            .at
            .filter(|at| (self.next.created_at..=now).contains(at))
            .unwrap_or(now);
        let entry = self.next.journal.append(
            logged_at,
            now,
            event.code,
            event.detail.clone(),
            Some(event.browser.clone()),
        );
        self.effects.extend(entry.map(Effect::Log));
    }

    pub(super) fn end_if_all_is_there(&mut self, now: Timestamp) {
        if self.next.is_direct() || !self.next.needs_still().is_empty() {
            return;
        }
        self.next.stage = Stage::Processing;
        // A verification whose person may try again has not ended yet.
        if !self.next.ends_with_verdict() {
            self.log(StatusCode::ENDED, None, now);
        }
        self.effects.push(Effect::Examine);
    }
}

pub(super) fn by(browser: Browser, code: StatusCode) -> Raised {
    Raised {
        code,
        at: None,
        detail: None,
        browser,
    }
}
