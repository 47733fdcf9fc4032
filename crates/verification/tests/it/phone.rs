//! The code that is sent to a phone: what may be asked for and entered when, and what follows.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use verification::capture::{
    CODE_LIFE, CapturePage, Channel, CodeHash, CodeRefusal, CodeWish, MOST_CODES, MOST_WRONG, Need,
    OutOfStep, PhoneEnd, PhoneState, Raised, Sending,
};
use verification::journal::Browser;
use verification::phone_number::PhoneNumber;
use verification::policy::judge_with_phone;
use verification::reading::Examination;
use verification::request::{PhoneService, Services};
use verification::stage::StageName;
use verification::status::{StatusCode, grammar};
use verification::verdict::{DataValue, Outcome, ServiceResult, Verdict};
use verification::{Effect, Personal, Request, Service, Step, Verification};

use crate::builders::{TODAY, at, opened, outcome, request};

fn browser() -> Browser {
    Browser {
        url: "{\"pathname\":\"/phone\"}".to_owned(),
        user_agent: "Mozilla/5.0".to_owned(),
    }
}

fn seconds(seconds: i64) -> Timestamp {
    at(1)
        .checked_add(SignedDuration::from_secs(seconds))
        .unwrap()
}

/// The hash of the code of a series. What a person enters is the number of a series.
fn hash_of(series: u8) -> CodeHash {
    CodeHash::new([series; 32])
}

fn number(ending: u8) -> PhoneNumber {
    PhoneNumber::parse(&format!("+121255501{ending:02}")).unwrap()
}

fn only_phone(given: Option<&str>) -> Request {
    Request {
        services: Services {
            phone: Some(PhoneService {
                phone_number: given.map(Personal::new),
                ..PhoneService::default()
            }),
            ..Services::default()
        },
        ..request(false)
    }
}

/// A person on the page, and the codes of their journal.
struct Walk {
    now: Verification,
    log: Vec<StatusCode>,
    sends: usize,
}

impl Walk {
    fn of(request: Request) -> Self {
        let mut step = opened(request);
        step.next.capture.own_codes = true;
        let mut walk = Self {
            now: step.next.clone(),
            log: Vec::new(),
            sends: 0,
        };
        walk.take(step);
        for code in [1100, 1190, 3470] {
            walk.raise(StatusCode(code));
        }
        walk
    }

    fn take(&mut self, step: Step<Verification>) {
        for effect in &step.effects {
            match effect {
                Effect::Log(entry) => self.log.push(entry.code),
                Effect::SendCode => self.sends += 1,
                _ => {}
            }
        }
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

    fn try_to(
        &mut self,
        act: impl FnOnce(Verification) -> Result<Step<Verification>, OutOfStep>,
    ) -> Result<(), CodeRefusal> {
        match act(self.now.clone()) {
            Ok(step) => {
                self.take(step);
                Ok(())
            }
            Err(OutOfStep::Code(refusal)) => Err(refusal),
            Err(other) => panic!("{other}"),
        }
    }

    fn asks(&mut self, number: Option<PhoneNumber>, second: i64) -> Result<(), CodeRefusal> {
        let wish = CodeWish {
            number,
            channel: Channel::Sms,
            language: "en-us",
        };
        self.try_to(|now| now.ask_code(&wish, hash_of, seconds(second)))
    }

    fn enters(&mut self, series: u8, second: i64) -> Result<(), CodeRefusal> {
        self.try_to(|now| now.enter_code(&hash_of(series), seconds(second)))
    }

    fn misses(&mut self, second: i64) -> Result<(), CodeRefusal> {
        self.try_to(|now| now.miss_code(browser(), seconds(second)))
    }

    fn channel_tells(&mut self, is_taken: bool) {
        let sent = self.phone().sent;
        let step = self.now.clone().tell_code(sent, is_taken, at(1));
        self.take(step);
    }

    fn phone(&self) -> &PhoneState {
        &self.now.capture.phone
    }

    /// What the policy makes of it, and the codes of the journal, whose order is lawful.
    fn ends(self) -> (Outcome, Vec<u16>) {
        assert_eq!(grammar::check(&self.log), Ok(()));
        assert_eq!(self.now.stage.name(), StageName::Processing);
        let outcome = judge_with_phone(
            &self.now.request,
            &Examination::default(),
            Some(self.phone()),
            TODAY,
        );
        let own = self.log.iter().map(|code| code.number());
        (outcome, own.filter(|code| *code > 3_400).collect())
    }
}

#[test]
fn the_right_code_confirms_the_number_of_the_business() {
    let mut walk = Walk::of(only_phone(Some("+12125550142")));
    assert_eq!(walk.now.needs(), [Need::Phone]);
    assert_eq!(walk.now.page(at(1)), CapturePage::Phone);
    assert_eq!(
        walk.asks(Some(number(7)), 0),
        Err(CodeRefusal::NumberIsGiven)
    );
    assert_eq!(walk.enters(1, 0), Err(CodeRefusal::NoCode));
    walk.asks(None, 0).unwrap();
    walk.channel_tells(true);
    walk.enters(1, 5).unwrap();
    let (outcome, log) = walk.ends();
    assert_eq!(outcome.verdict, Verdict::Accepted);
    let [phone] = outcome.services.as_slice() else {
        panic!("{:?}", outcome.services)
    };
    assert_eq!(phone.result, ServiceResult::Whole(Some(true)));
    let number = DataValue::Text("+12125550142".into());
    assert_eq!(phone.data, [("phone_number".to_owned(), number)]);
    assert_eq!(log, [3470, 3475, 3490]);
}

#[test]
fn five_wrong_codes_in_a_row_are_too_many() {
    let mut walk = Walk::of(only_phone(None));
    assert_eq!(walk.asks(None, 0), Err(CodeRefusal::NoNumber));
    walk.asks(Some(number(1)), 0).unwrap();
    walk.channel_tells(true);
    for second in 1..4 {
        walk.enters(9, second).unwrap();
    }
    // Neither another message nor another number brings new tries.
    walk.asks(None, 40).unwrap();
    walk.enters(9, 41).unwrap();
    walk.asks(Some(number(2)), 42).unwrap();
    assert_eq!(walk.phone().tries_left(), 1);
    assert_eq!(walk.now.page(seconds(43)), CapturePage::Phone);
    walk.enters(9, 43).unwrap();
    assert_eq!(walk.phone().end, Some(PhoneEnd::TooManyWrong));
    let sends = walk.sends;
    let (outcome, log) = walk.ends();
    assert_eq!(
        log,
        [3470, 3473, 3475, 3480, 3480, 3480, 3480, 3473, 3480, 3495]
    );
    assert_eq!(sends, 3);
    assert_eq!(outcome.verdict, Verdict::Declined);
    assert_eq!(outcome.reason.unwrap().as_str(), "SPDR84");
    assert_eq!(
        outcome.services[0].result,
        ServiceResult::Whole(Some(false))
    );
}

#[test]
fn who_receives_nothing_says_so_once_another_message_was_offered() {
    let mut walk = Walk::of(only_phone(None));
    assert_eq!(walk.misses(0), Err(CodeRefusal::TooEarly));
    walk.asks(Some(number(1)), 0).unwrap();
    assert_eq!(walk.misses(29), Err(CodeRefusal::TooEarly));
    assert_eq!(walk.asks(None, 29), Err(CodeRefusal::TooSoon(1)));
    walk.misses(30).unwrap();
    let (outcome, log) = walk.ends();
    assert_eq!(log, [3470, 3473, 3485, 3495]);
    assert_eq!(outcome.reason.unwrap().as_str(), "SPDR85");
}

#[test]
fn a_channel_that_refuses_makes_nobody_wait() {
    let mut walk = Walk::of(only_phone(None));
    walk.asks(Some(number(1)), 0).unwrap();
    walk.channel_tells(false);
    walk.asks(Some(number(2)), 1).unwrap();
    // What becomes of an earlier message no longer matters.
    let step = walk.now.clone().tell_code(1, false, at(1));
    assert_eq!((step.next, step.effects), (walk.now.clone(), Vec::new()));
    walk.channel_tells(false);
    walk.misses(2).unwrap();
    let (_, log) = walk.ends();
    assert_eq!(log, [3470, 3473, 3478, 3473, 3478, 3485, 3495]);
}

#[test]
fn a_message_that_is_sent_again_repeats_its_code_while_that_is_valid() {
    let mut walk = Walk::of(only_phone(None));
    walk.asks(Some(number(1)), 0).unwrap();
    walk.asks(None, 30).unwrap();
    assert_eq!((walk.phone().sent, walk.phone().series), (2, 1));
    let life = CODE_LIFE.as_secs();
    assert_eq!(walk.enters(1, 30 + life), Err(CodeRefusal::Expired));
    assert_eq!(walk.phone().wrong, 0, "what expired is not counted");
    walk.asks(None, 30 + life).unwrap();
    assert_eq!((walk.phone().sent, walk.phone().series), (3, 2));
    walk.enters(1, 31 + life).unwrap();
    assert_eq!(walk.phone().wrong, 1);
    walk.enters(2, 32 + life).unwrap();
    assert_eq!(walk.phone().end, Some(PhoneEnd::Confirmed));
}

#[test]
fn messages_come_to_an_end() {
    let mut walk = Walk::of(only_phone(None));
    for round in 0..i64::from(MOST_CODES) {
        walk.asks(Some(number(1)), round * 300).unwrap();
    }
    assert_eq!(walk.asks(None, 3_000), Err(CodeRefusal::TooMany));
    assert_eq!(
        walk.asks(Some(number(2)), 3_000),
        Err(CodeRefusal::TooMany),
        "not by another number either"
    );
    walk.misses(1_201).unwrap();
}

#[test]
fn the_phone_comes_last_and_without_a_channel_not_at_all() {
    let mut asked = request(false);
    asked.services.phone = Some(PhoneService::default());
    let needs = opened(asked).next.needs();
    assert_eq!(needs.last(), Some(&Need::Phone));
    assert!(needs.len() > 1, "{needs:?}");
    let mut step = opened(only_phone(None));
    step.next.capture.phone = PhoneState::not_asked();
    assert_eq!(step.next.needs_still(), []);
    let outcome = judge_with_phone(
        &step.next.request,
        &Examination::default(),
        Some(&step.next.capture.phone),
        TODAY,
    );
    assert_eq!(outcome.services[0].result, ServiceResult::Whole(None));
    assert_eq!(outcome.reason.unwrap().as_str(), "BNFD03");
}

#[test]
fn a_retry_asks_again_who_received_nothing_and_nobody_else() {
    for (end, retries) in [
        (PhoneEnd::Unreachable, Some(CapturePage::Phone)),
        (
            PhoneEnd::Confirmed,
            Some(CapturePage::Front(Service::Document)),
        ),
        (PhoneEnd::TooManyWrong, None),
    ] {
        let mut asked = request(false);
        asked.flags.allow_retry = true;
        asked.services.phone = Some(PhoneService::default());
        if end == PhoneEnd::Unreachable {
            asked.services.document = None;
        }
        let mut verification = opened(asked).next;
        verification.stage = verification::stage::Stage::Processing;
        verification.capture.phone.end = Some(end);
        let step = verification.decide(outcome(Verdict::Declined), at(2));
        let next = step.unwrap().next;
        let Some(page) = retries else {
            assert_eq!(next.stage.name(), StageName::Declined, "{end:?}");
            continue;
        };
        assert_eq!(next.page(at(2)), CapturePage::Complete);
        let next = next.try_again(at(2)).unwrap().next;
        assert_eq!(next.page(at(2)), page, "{end:?}");
    }
}

#[test]
fn a_code_is_not_printed() {
    let hash = hash_of(7);
    assert_eq!(format!("{hash:?}"), "CodeHash(…)");
    let mut walk = Walk::of(only_phone(None));
    walk.asks(Some(number(42)), 0).unwrap();
    let shown = format!("{:?}", walk.now.capture);
    assert!(
        !shown.contains("2125550142") && !shown.contains("0142"),
        "{shown}"
    );
}

/// Something that happens to the state.
#[derive(Debug, Clone)]
enum Event {
    Ask(Option<u8>),
    Enter(u8),
    Miss,
    Tell(bool),
    Wait(i64),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        prop::option::of(0_u8..3).prop_map(Event::Ask),
        (0_u8..4).prop_map(Event::Enter),
        Just(Event::Miss),
        any::<bool>().prop_map(Event::Tell),
        // In all, less than the link lives.
        (1_i64..50).prop_map(Event::Wait),
    ]
}

proptest! {
    #[test]
    fn nothing_exceeds_its_limit_and_only_the_right_code_confirms(events in prop::collection::vec(event(), 0..60)) {
        let mut walk = Walk::of(only_phone(None));
        let mut second = 0;
        let (mut wrong, mut sends) = (0, 0);
        for event in events {
            if walk.phone().end.is_some() {
                break;
            }
            let before = walk.phone().clone();
            match event {
                Event::Wait(time) => second += time,
                Event::Tell(is_taken) => walk.channel_tells(is_taken),
                Event::Ask(ending) => {
                    let is_other = ending.map(number).is_some_and(|it| before.number != Some(it));
                    if walk.asks(ending.map(number), second).is_ok() {
                        sends += 1;
                        prop_assert!(is_other || before.pause_until(seconds(second)).is_none());
                        prop_assert!(walk.phone().valid_code(seconds(second)).is_some());
                        let sending = walk.phone().code.as_ref().unwrap().sending;
                        prop_assert_eq!(sending, Sending::Waiting);
                    } else {
                        prop_assert_eq!(walk.phone(), &before);
                    }
                }
                Event::Enter(series) => {
                    let valid = before.valid_code(seconds(second)).is_some();
                    if walk.enters(series, second).is_ok() {
                        prop_assert!(valid);
                        let is_right = series == before.series;
                        wrong += u8::from(!is_right);
                        let is_confirmed = walk.phone().end == Some(PhoneEnd::Confirmed);
                        prop_assert_eq!(is_confirmed, is_right);
                    } else {
                        prop_assert!(!valid);
                        prop_assert_eq!(walk.phone(), &before);
                    }
                }
                Event::Miss => {
                    let was_offered = before.may_give_up(seconds(second));
                    prop_assert_eq!(walk.misses(second).is_ok(), was_offered);
                }
            }
            prop_assert!(sends <= MOST_CODES && wrong <= MOST_WRONG);
            prop_assert_eq!(walk.sends, usize::from(sends));
            prop_assert_eq!(wrong == MOST_WRONG, walk.phone().end == Some(PhoneEnd::TooManyWrong));
            // Whoever is still asked can do something now or later.
            let far = seconds(second + 1_000);
            let is_stuck = walk.phone().end.is_none()
                && walk.phone().codes_left() == 0
                && !walk.phone().may_give_up(far);
            prop_assert!(!is_stuck);
        }
        prop_assert_eq!(grammar::check(&walk.log), Ok(()));
    }
}
