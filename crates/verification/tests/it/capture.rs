//! The capture: what is asked for, where the person is, what is refused.

use jiff::Timestamp;
use verification::capture::{
    Biometrics, CaptureDocument, CapturePage, CaptureTerms, Channel, ConsentRecord, Kind, Need,
    OutOfStep, Raised, SendLink, Signal,
};
use verification::journal::Browser;
use verification::request::{Abandonment, DocumentType, EvidenceSlot, FaceService, Side};
use verification::stage::StageName;
use verification::status::{StatusCode, grammar};
use verification::verdict::Verdict;
use verification::{Effect, Personal, Request, Service, Step, Verification};

use crate::builders::{at, opened, outcome, request};

fn browser() -> Browser {
    Browser {
        url: "{\"href\":\"https://capture.example/?token=t\"}".to_owned(),
        user_agent: "Mozilla/5.0".to_owned(),
    }
}

fn consent() -> ConsentRecord {
    ConsentRecord {
        text: "I agree.".to_owned(),
        sha256: "0".repeat(64),
        version: "1".to_owned(),
        language: "en".to_owned(),
        at: at(1),
    }
}

fn slot(side: Side) -> EvidenceSlot {
    EvidenceSlot::new(Service::Document, side)
}

const SELFIE: EvidenceSlot = EvidenceSlot::new(Service::Face, Side::Proof);

fn transaction(kind: Kind, document: CaptureDocument, signals: &[Signal]) -> Request {
    let mut asked = request(false);
    asked.abandonment = Abandonment::IsProcessed;
    asked.services.face = signals.contains(&Signal::Selfie).then(FaceService::default);
    asked.capture = Some(CaptureTerms {
        kind,
        document_type: document,
        signals: signals.iter().copied().collect(),
        send_link: None,
        return_link: true,
        return_images: false,
        qr_breakpoint_px: None,
        language: None,
        location: None,
        purpose: None,
        user_defined: None,
        envelope: verification::capture::Envelope::Json,
    });
    asked
}

/// A walk: the verification and the codes that its acts left.
struct Walk {
    now: Verification,
    codes: Vec<StatusCode>,
}

impl Walk {
    fn of(request: Request) -> Self {
        Self::taking(opened(request))
    }

    fn taking(step: Step<Verification>) -> Self {
        let mut walk = Self {
            now: step.next.clone(),
            codes: Vec::new(),
        };
        walk.take(step);
        walk
    }

    fn take(&mut self, step: Step<Verification>) {
        self.codes
            .extend(step.effects.iter().filter_map(|effect| match effect {
                Effect::Log(entry) => Some(entry.code),
                _ => None,
            }));
        self.now = step.next;
    }

    fn raise(&mut self, code: StatusCode) {
        let event = Raised {
            code,
            at: None,
            detail: None,
            browser: browser(),
        };
        let step = self.now.clone().raise(&[event], at(1)).unwrap();
        self.take(step);
    }

    fn start(&mut self) {
        self.raise(StatusCode::LINK_OPENED);
        self.take(self.now.clone().fetch_config(at(1)).unwrap());
        self.raise(StatusCode::START_TAPPED);
    }

    fn hand_in(&mut self, slot: EvidenceSlot) {
        let step = self.now.clone().hand_in(slot, at(2)).unwrap();
        self.take(step);
    }

    /// As a page does it: shown, ready, captured, handed in.
    fn capture(&mut self, side: Side) {
        let codes = match side {
            Side::Proof => [1200, 1205, 1210],
            _ => [1300, 1305, 1310],
        };
        for code in codes {
            self.raise(StatusCode(code));
        }
        self.hand_in(slot(side));
    }

    fn page(&self) -> CapturePage {
        self.now.page(at(3))
    }
}

#[test]
fn the_signals_say_what_is_asked_for() {
    let front = Need::Evidence(slot(Side::Proof));
    let back = Need::Evidence(slot(Side::AdditionalProof));
    let barcode = Need::Evidence(slot(Side::Barcode));
    let face = [Need::Biometrics, Need::Evidence(SELFIE)];
    let cases: &[(CaptureDocument, &[Signal], Vec<Need>)] = &[
        (CaptureDocument::NaDl, &[Signal::Idcheck], vec![barcode]),
        (
            CaptureDocument::NaDl,
            &[Signal::Idcheck, Signal::OcrScan],
            vec![front, barcode],
        ),
        (
            CaptureDocument::NaDl,
            &[Signal::Idcheck, Signal::OcrScan, Signal::OcrMatch],
            vec![front, back, barcode],
        ),
        (
            CaptureDocument::NaDl,
            &[Signal::OcrScan, Signal::Selfie],
            vec![front, face[0], face[1]],
        ),
        (CaptureDocument::Passport, &[Signal::OcrScan], vec![front]),
        (
            CaptureDocument::Other,
            &[Signal::OcrScan],
            vec![front, back],
        ),
    ];
    for (document, signals, expected) in cases {
        let needs = opened(transaction(Kind::Capture, *document, signals))
            .next
            .needs();
        assert_eq!(&needs, expected, "{document:?} {signals:?}");
    }
}

#[test]
fn a_whole_walk_is_lawful_and_every_page_follows_from_what_is_stored() {
    let signals = [Signal::Idcheck, Signal::OcrScan, Signal::Selfie];
    let mut walk = Walk::of(transaction(Kind::Capture, CaptureDocument::NaDl, &signals));
    assert_eq!(walk.page(), CapturePage::Landing);
    walk.start();
    assert_eq!(walk.page(), CapturePage::Front(Service::Document));
    for code in [1200, 1205, 1207, 1208, 1210, 1215, 1210, 1220] {
        walk.raise(StatusCode(code));
    }
    walk.hand_in(slot(Side::Proof));
    assert_eq!(walk.page(), CapturePage::Barcode(Service::Document));
    walk.raise(StatusCode::BARCODE_OPENED);
    walk.raise(StatusCode::BARCODE_CAPTURED);
    walk.hand_in(slot(Side::Barcode));
    assert_eq!(walk.page(), CapturePage::Biometrics);
    walk.raise(StatusCode::BIOMETRICS_OPENED);
    walk.take(
        walk.now
            .clone()
            .refuse_biometrics(browser(), at(2))
            .unwrap(),
    );
    assert_eq!(walk.page(), CapturePage::BiometricsDenied);
    walk.raise(StatusCode::BIOMETRICS_DENIED_OPENED);
    walk.raise(StatusCode::BIOMETRICS_DENIED_LEFT);
    assert_eq!(walk.page(), CapturePage::Biometrics);
    walk.raise(StatusCode::BIOMETRICS_OPENED);
    let accepted = walk
        .now
        .clone()
        .accept_biometrics(consent(), browser(), at(2));
    walk.take(accepted.unwrap());
    assert!(matches!(
        walk.now.capture.biometrics,
        Biometrics::Accepted(_)
    ));
    assert_eq!(walk.page(), CapturePage::Selfie);
    walk.hand_in(SELFIE);
    assert_eq!(walk.page(), CapturePage::Processing);
    walk.take(
        walk.now
            .clone()
            .decide(outcome(Verdict::Accepted), at(3))
            .unwrap(),
    );
    assert_eq!(walk.page(), CapturePage::Complete);
    walk.raise(StatusCode::COMPLETE_OPENED);
    grammar::check(&walk.codes).unwrap();
    let ended = |code: &&StatusCode| **code == StatusCode::ENDED;
    assert_eq!(walk.codes.iter().filter(ended).count(), 1);
}

#[test]
fn a_barcode_that_was_read_on_the_back_is_not_asked_for_again() {
    let signals = [Signal::Idcheck, Signal::OcrScan, Signal::OcrMatch];
    let mut walk = Walk::of(transaction(Kind::Capture, CaptureDocument::NaDl, &signals));
    walk.start();
    assert!(!walk.now.awaits_barcode_with(slot(Side::Proof)));
    walk.capture(Side::Proof);
    let back = slot(Side::AdditionalProof);
    assert!(walk.now.awaits_barcode_with(back));
    for code in [1300, 1305, 1310, 1320] {
        walk.raise(StatusCode(code));
    }
    let early = walk.now.clone().hand_in_with_barcode(back, at(60));
    assert!(early.is_err(), "the link has expired");
    walk.take(walk.now.clone().hand_in_with_barcode(back, at(2)).unwrap());
    assert_eq!(walk.page(), CapturePage::Processing);
    assert!(walk.now.capture.submitted.contains(&slot(Side::Barcode)));
    let codes = walk.codes.iter().map(|code| code.number());
    assert_eq!(
        codes.skip_while(|code| *code != 1325).collect::<Vec<_>>(),
        [1325, 1425, 1825]
    );
    grammar::check(&walk.codes).unwrap();

    // Where no barcode is asked for, the back is a back and nothing else.
    let mut other = Walk::of(transaction(
        Kind::Capture,
        CaptureDocument::Other,
        &[Signal::OcrScan],
    ));
    other.start();
    other.hand_in(slot(Side::Proof));
    assert!(!other.now.awaits_barcode_with(back));
    other.take(other.now.clone().hand_in_with_barcode(back, at(2)).unwrap());
    assert!(!other.now.capture.submitted.contains(&slot(Side::Barcode)));
}

#[test]
fn a_link_is_sent_to_other_devices_three_times_once_the_walk_was_opened() {
    let mut walk = Walk::of(transaction(
        Kind::Capture,
        CaptureDocument::Passport,
        &[Signal::OcrScan],
    ));
    assert_eq!(
        walk.now.clone().hand_off(at(1)).unwrap_err(),
        OutOfStep::Elsewhere(CapturePage::Landing)
    );
    walk.raise(StatusCode::LINK_OPENED);
    for _ in 0..3 {
        walk.take(walk.now.clone().hand_off(at(1)).unwrap());
    }
    assert_eq!(
        walk.now.clone().hand_off(at(1)).unwrap_err(),
        OutOfStep::TooManyLinks
    );
    let over = walk.now.clone().hand_off(at(60)).unwrap_err();
    assert!(matches!(over, OutOfStep::Refused(_)));
}

#[test]
fn evidence_is_taken_only_when_it_is_asked_for() {
    let signals = [Signal::Idcheck, Signal::OcrScan];
    let mut walk = Walk::of(transaction(Kind::Capture, CaptureDocument::NaDl, &signals));
    let refused = |walk: &Walk, slot, now| walk.now.clone().hand_in(slot, now).unwrap_err();
    assert_eq!(
        refused(&walk, slot(Side::Proof), at(1)),
        OutOfStep::Elsewhere(CapturePage::Landing)
    );
    walk.start();
    assert_eq!(
        refused(&walk, slot(Side::Barcode), at(1)),
        OutOfStep::Elsewhere(CapturePage::Front(Service::Document))
    );
    let dead = refused(&walk, slot(Side::Proof), at(60));
    assert!(matches!(dead, OutOfStep::Refused(refused) if refused.from == StageName::TimedOut));
    walk.hand_in(slot(Side::Proof));
    assert_eq!(
        refused(&walk, slot(Side::Proof), at(2)),
        OutOfStep::Elsewhere(CapturePage::Barcode(Service::Document)),
        "a replay"
    );
}

#[test]
fn the_browser_cannot_speak_for_the_server() {
    let walk = Walk::of(request(false));
    for code in [1225, 1825, 1105, 1520, 1515, 3825, 4711] {
        let event = Raised {
            code: StatusCode(code),
            at: None,
            detail: None,
            browser: browser(),
        };
        assert_eq!(
            walk.now.clone().raise(&[event], at(1)).unwrap_err(),
            OutOfStep::NotTheBrowsers(StatusCode(code))
        );
    }
}

#[test]
fn a_browsers_clock_counts_as_far_as_it_can_be_true() {
    let cases: [(Option<Timestamp>, Timestamp); 4] = [
        (Some(at(2)), at(2)),
        (Some(at(9)), at(5)),
        (Some(at(-1)), at(5)),
        (None, at(5)),
    ];
    for (told, expected) in cases {
        let event = Raised {
            code: StatusCode::LINK_OPENED,
            at: told,
            detail: None,
            browser: browser(),
        };
        let step = opened(request(false)).next.raise(&[event], at(5)).unwrap();
        let Some(Effect::Log(entry)) = step.effects.first() else {
            panic!("no entry");
        };
        assert_eq!((entry.sequence, entry.received_at), (expected, at(5)));
    }
}

#[test]
fn codes_of_our_own_are_for_accounts_that_want_them() {
    for (wanted, expected) in [(false, vec![]), (true, vec![StatusCode(3300)])] {
        let mut verification = opened(request(false)).next;
        verification.capture.own_codes = wanted;
        let before = verification.journal.length;
        let step = verification.refuse_evidence(Some(slot(Side::Proof)), "no picture", at(1));
        let codes: Vec<StatusCode> = step
            .effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Log(entry) => Some(entry.code),
                _ => None,
            })
            .collect();
        assert_eq!(codes, expected);
        assert_eq!(step.next.journal.length, before + expected.len() as u32);
    }
}

#[test]
fn who_may_try_again_ends_when_the_tries_are_over() {
    let mut asked = request(false);
    asked.flags.allow_retry = true;
    let mut walk = Walk::of(asked);
    walk.now.capture.own_codes = true;
    walk.start();
    for tries in 0..3 {
        walk.capture(Side::Proof);
        walk.capture(Side::AdditionalProof);
        assert_eq!(walk.page(), CapturePage::Processing);
        walk.take(
            walk.now
                .clone()
                .decide(outcome(Verdict::Declined), at(3))
                .unwrap(),
        );
        assert_eq!(walk.page(), CapturePage::Complete);
        if tries < 2 {
            assert!(walk.now.offers_retry());
            walk.take(walk.now.clone().try_again(at(3)).unwrap());
            assert_eq!(walk.page(), CapturePage::Front(Service::Document));
        }
    }
    assert_eq!(walk.now.stage.name(), StageName::Declined);
    grammar::check(&walk.codes).unwrap();
}

#[test]
fn who_leaves_it_at_a_decline_is_declined_at_once_or_when_the_time_is_over() {
    let mut asked = request(false);
    asked.flags.allow_retry = true;
    let mut walk = Walk::of(asked);
    walk.start();
    walk.hand_in(slot(Side::Proof));
    walk.hand_in(slot(Side::AdditionalProof));
    walk.take(
        walk.now
            .clone()
            .decide(outcome(Verdict::Declined), at(3))
            .unwrap(),
    );
    for step in [
        walk.now.clone().leave_it(at(4)).unwrap(),
        walk.now.clone().expire(false, at(60)).unwrap(),
    ] {
        assert_eq!(step.next.stage.name(), StageName::Declined);
    }
}

#[test]
fn a_direct_transaction_has_no_pages_and_ends_when_it_is_told_to() {
    let signals = [Signal::Idcheck, Signal::OcrScan];
    let mut walk = Walk::of(transaction(Kind::Direct, CaptureDocument::NaDl, &signals));
    assert!(!walk.now.request.has_pages());
    assert!(walk.now.clone().end(at(1)).is_err(), "nothing is there yet");
    walk.hand_in(slot(Side::Barcode));
    walk.hand_in(slot(Side::Proof));
    walk.take(walk.now.clone().end(at(2)).unwrap());
    assert_eq!(
        walk.codes
            .iter()
            .map(|code| code.number())
            .collect::<Vec<_>>(),
        [110, 505, 1425, 1225, 1825]
    );
    grammar::check(&walk.codes).unwrap();
}

#[test]
fn a_link_is_told_once_for_each_channel() {
    let mut asked = transaction(Kind::Capture, CaptureDocument::NaDl, &[Signal::Idcheck]);
    if let Some(terms) = &mut asked.capture {
        terms.send_link = Some(SendLink {
            channel: Channel::Sms,
            to: Personal::new("+15550100"),
            body: None,
        });
    }
    let step = opened(asked);
    assert!(step.effects.contains(&Effect::SendLink));
    let walk = Walk::taking(step);
    let told = |code: &&StatusCode| **code == StatusCode::MESSAGE_TYPE;
    assert_eq!(walk.codes.iter().filter(told).count(), 2);
}

#[test]
fn a_type_is_chosen_where_several_are_taken() {
    let mut asked = request(false);
    if let Some(document) = &mut asked.services.document {
        document.supported_types = vec![DocumentType::Passport, DocumentType::IdCard];
    }
    let mut walk = Walk::of(asked);
    walk.start();
    assert_eq!(walk.page(), CapturePage::Choice(Service::Document));
    let choose = |kind| walk.now.clone().choose(Service::Document, kind, at(1));
    assert_eq!(
        choose(DocumentType::DrivingLicense).unwrap_err(),
        OutOfStep::TypeNotTaken(DocumentType::DrivingLicense)
    );
    let front = Need::Evidence(slot(Side::Proof));
    let back = Need::Evidence(slot(Side::AdditionalProof));
    assert_eq!(
        choose(DocumentType::Passport).unwrap().next.needs_still(),
        [front]
    );
    assert_eq!(
        choose(DocumentType::IdCard).unwrap().next.needs_still(),
        [front, back]
    );
}

#[test]
fn an_account_may_skip_the_landing_page() {
    let mut walk = Walk::of(request(false));
    walk.now.capture.skips_landing = true;
    assert_eq!(walk.page(), CapturePage::Front(Service::Document));
    walk.raise(StatusCode::LINK_OPENED);
    walk.raise(StatusCode::LANDING_SKIPPED);
    assert_eq!(walk.now.stage.name(), StageName::Capturing);
}

#[test]
fn what_was_abandoned_is_processed_late_and_the_person_sees_the_timeout() {
    let mut walk = Walk::of(transaction(
        Kind::Capture,
        CaptureDocument::NaDl,
        &[Signal::Idcheck, Signal::OcrScan],
    ));
    walk.start();
    walk.capture(Side::Proof);
    walk.take(walk.now.clone().expire(true, at(60)).unwrap());
    assert_eq!(walk.now.stage.name(), StageName::Processing);
    assert_eq!(walk.page(), CapturePage::Timeout);
    walk.take(
        walk.now
            .clone()
            .decide(outcome(Verdict::Declined), at(61))
            .unwrap(),
    );
    assert_eq!(walk.page(), CapturePage::Timeout);
    assert!(!walk.codes.contains(&StatusCode::ENDED));
    grammar::check(&walk.codes).unwrap();
}

#[test]
fn what_a_page_tells_again_is_taken_once() {
    let event = |code, second| Raised {
        code,
        at: Some(at(second)),
        detail: None,
        browser: browser(),
    };
    let first = [
        event(StatusCode::LINK_OPENED, 1),
        event(StatusCode::START_TAPPED, 2),
    ];
    let opened = opened(request(false)).next;
    let told = opened.raise(&first, at(3)).unwrap();
    let logged = |step: &Step<Verification>| {
        let entries = step.effects.iter();
        entries
            .filter(|effect| matches!(effect, Effect::Log(_)))
            .count()
    };
    assert_eq!(logged(&told), 2);
    let again = told.next.raise(&first, at(4)).unwrap();
    assert_eq!(logged(&again), 0);
    // At another moment it is another event.
    let later = again
        .next
        .raise(&[event(StatusCode::LINK_OPENED, 4)], at(4))
        .unwrap();
    assert_eq!(logged(&later), 1);
}
