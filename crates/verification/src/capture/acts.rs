//! What can be done to a verification that is being captured. Like every act, each consumes the
//! verification and gives the next value with its effects.

use jiff::Timestamp;

use super::device::DeviceRecord;
use super::page::CapturePage;
use super::plan::Need;
use super::state::{Biometrics, Confirmed, ConsentRecord};
use super::submission::code_of;
use crate::aggregate::{Effect, Step, Verification};
use crate::journal::Browser;
use crate::origin::Origin;
use crate::request::{DocumentType, EvidenceSlot};
use crate::service::Service;
use crate::stage::{Act, Refused, Stage, StageName};
use crate::status::{RaisedBy, StatusCode};

/// An event that the browser tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// What happened.
    pub code: StatusCode,
    /// When, by the browser's clock.
    pub at: Option<Timestamp>,
    /// Fills the template of a code that has one.
    pub detail: Option<String>,
    /// Where.
    pub browser: Browser,
}

/// Why an act of the capture is not taken. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutOfStep {
    /// Not at this stage of the verification.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Something else is asked for now.
    #[error("something else is asked for at this moment")]
    Elsewhere(CapturePage),
    /// The server raises this code itself, or an act of its own does, or nobody knows it.
    #[error("status event {0} is not the browser's to raise")]
    NotTheBrowsers(StatusCode),
    /// The document type is not among those that are taken.
    #[error("this type of document is not taken")]
    TypeNotTaken(DocumentType),
}

/// Browser codes that only an act of their own raises, since more is stored with them.
const OF_ACTS: &[StatusCode] = &[
    StatusCode::BIOMETRICS_ACCEPTED,
    StatusCode::BIOMETRICS_REFUSED,
    StatusCode::TERMS_ACCEPTED,
];

impl Verification {
    /// A page fetches what it has to ask for: 1105, and once what is required (1140 to 1143).
    ///
    /// # Errors
    /// The link's life is over: nothing is asked for any more, and the log ends with what ended it.
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

    /// The browser tells what happened in it. Some of it moves the verification: 1100 opens it,
    /// 1190 and 1101 start the capture, 1945 asks for biometrics again.
    ///
    /// The log takes what comes late, also after the end: pages report their last events when they
    /// are left. What is told again, the same code at the same moment, is taken once.
    ///
    /// # Errors
    /// A code that is not the browser's: then none of the events is taken.
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
            // What needs nothing of the person ends with the start.
            if was != StageName::Capturing && step.next.stage.name() == StageName::Capturing {
                step.end_if_all_is_there(now);
            }
        }
        Ok(step)
    }

    /// The person says which type a document is.
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

    /// The person agrees to the terms on the landing page.
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

    /// The person agrees to biometrics: 1520 and the record of it.
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

    /// The person refuses biometrics: 1515. They may come back from it.
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

    /// Evidence was sealed for a slot. With the last of it the examination starts (1825), unless
    /// the person still has to confirm a form.
    ///
    /// # Errors
    /// The slot is not the one that is asked for now. The business's own submissions come in any
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

    /// Evidence came that cannot be used; our own codes tell why.
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

    /// The person confirms or corrects what was read.
    pub fn confirm(self, fields: Vec<Confirmed>, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.at_step(Act::Submit, now, |page| page == CapturePage::Confirm)?;
        let mut step = self.unmoved();
        step.next.capture.confirmed = Some(fields);
        step.log(StatusCode::CONFIRMED, None, now);
        step.end_if_all_is_there(now);
        Ok(step)
    }

    /// The browser tells of its device (1180). From here on it is the party that asked: results
    /// tell of the person's connection and not of the business's server.
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

    /// The link was handed to its channel, which took it (3000) or could not deliver it (3010).
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

    /// The person speaks another language. No event: it is where the pages start from next time.
    pub fn speak(self, language: String) -> Step<Self> {
        let mut step = self.unmoved();
        step.next.capture.language = Some(language);
        step
    }

    /// After an automatic decline: the person tries again.
    pub fn try_again(self, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.refuse_unless_retry(now)?;
        let mut step = self.unmoved();
        step.next.capture.is_retrying = true;
        Ok(step)
    }

    /// After an automatic decline: the person leaves it at that.
    pub fn leave_it(self, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.refuse_unless_retry(now)?;
        Ok(self.decide_as_last_tried(now))
    }

    /// The business closes a transaction whose evidence it handed in itself.
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

    /// True if the business hands the evidence in itself, one by one.
    pub fn is_direct(&self) -> bool {
        self.request
            .capture
            .as_ref()
            .is_some_and(|terms| !terms.has_pages())
    }

    /// What a code of the browser changes. A code that comes too late, or again, changes nothing.
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

    /// Refuses what comes when the capture is over.
    pub(crate) fn alive(&self, act: Act, now: Timestamp) -> Result<(), Refused> {
        self.refuse_if_dead(act, now)?;
        if self.stage.name().is_open() {
            Ok(())
        } else {
            Err(self.refused(act))
        }
    }

    /// Refuses an answer to a question that is not asked: whether to try again.
    fn refuse_unless_retry(&self, now: Timestamp) -> Result<(), OutOfStep> {
        self.alive(Act::Submit, now)?;
        if self.offers_retry() {
            Ok(())
        } else {
            Err(OutOfStep::Elsewhere(self.page(now)))
        }
    }

    /// Refuses what is not asked for at this moment. An act on a page means that the person has
    /// started, also if the browser's word of it was lost.
    fn at_step(
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
    /// Adds an entry raised by the browser. Its clock counts as far as it can be true: not before
    /// the verification was opened and not after now.
    fn log_from(&mut self, event: &Raised, now: Timestamp) {
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

    fn end_if_all_is_there(&mut self, now: Timestamp) {
        if self.next.is_direct() || !self.next.needs_still().is_empty() {
            return;
        }
        self.next.stage = Stage::Processing;
        // Whoever may try again has not ended yet.
        if !self.next.may_retry() {
            self.log(StatusCode::ENDED, None, now);
        }
        self.effects.push(Effect::Examine);
    }
}

fn by(browser: Browser, code: StatusCode) -> Raised {
    Raised {
        code,
        at: None,
        detail: None,
        browser,
    }
}
