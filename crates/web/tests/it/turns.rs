//! The selfie with turns of the head, over HTTP: challenged, answered once, refused, gone without.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use proofing::ports::{
    CaptureTarget, Examiner, ExaminerError, Guidance, Picture, Share, Unavailable,
};
use serde_json::{Value, json};
use verification::capture::turns::{FrameSeen, TurnFault, TurnOutcome, TurnSeen, TurnsSeen};
use verification::reading::Examination;
use verification::stage::Stage;
use verification::{Request, Service};

use crate::app::{Plan, TestApp};
use crate::call::Reply;
use crate::fakes::{Scripted, but, on_site, png_bytes};
use crate::person::{Person, location, next, refused};

/// Sees in a frame what its bytes say: a head turned left, or right, or a sheet.
#[derive(Debug, Default)]
struct Watching(Scripted);

#[async_trait]
impl Examiner for Watching {
    fn services(&self) -> &[Service] {
        self.0.services()
    }

    async fn examine(
        &self,
        request: &Request,
        pictures: Vec<Picture>,
        now: Timestamp,
    ) -> Result<Examination, Unavailable> {
        self.0.examine(request, pictures, now).await
    }

    async fn look(
        &self,
        _: Bytes,
        target: CaptureTarget,
        _: Share,
    ) -> Result<Guidance, ExaminerError> {
        Ok(Guidance {
            turn: (target == CaptureTarget::TurnedFace).then_some(-0.5),
            ..Guidance::default()
        })
    }

    async fn read_barcode(
        &self,
        picture: Picture,
        share: Share,
    ) -> Result<Option<Vec<u8>>, ExaminerError> {
        self.0.read_barcode(picture, share).await
    }

    async fn inspect(&self, picture: Picture, share: Share) -> Result<Picture, ExaminerError> {
        self.0.inspect(picture, share).await
    }

    fn sees_turns(&self) -> bool {
        true
    }

    async fn turns(
        &self,
        _: Bytes,
        frames: Vec<Bytes>,
        _: Share,
    ) -> Result<TurnsSeen, ExaminerError> {
        let turn = |frame: &Bytes| TurnSeen {
            frame: FrameSeen::Face,
            change: match &frame[..] {
                b"left" => 0.4,
                b"right" => -0.4,
                _ => 0.0,
            },
            relief: 0.2,
            similarity: 0.6,
            is_repeated: false,
        };
        Ok(TurnsSeen {
            selfie: FrameSeen::Face,
            yaw: 0.0,
            turns: frames.iter().map(turn).collect(),
            same_from: 0.42,
        })
    }

    async fn check(&self) -> Result<(), Unavailable> {
        Ok(())
    }
}

async fn server() -> TestApp {
    TestApp::with(Plan {
        examiner: Arc::new(Watching::default()),
        ..Plan::default()
    })
    .await
}

/// Somebody who is asked for a selfie, and may not send a stored one unless the request says so.
async fn at_the_selfie<'a>(app: &'a TestApp, reference: &str, more: Value) -> Person<'a> {
    let acme = app.account(reference).await;
    let asked = json!({"face": {"allow_offline": "0"}, "manual_review": "1"});
    let mut request = but(on_site(reference), asked);
    request.as_object_mut().unwrap().remove("document");
    let person = Person::of(app, &acme, but(request, more)).await;
    person.tells(&[1100, 1190]).await;
    let led = person.acts("/user/accept-biometrics", json!({})).await;
    assert_eq!(led, "/selfie");
    person
}

/// A challenge: its nonce, and the frames that answer it.
async fn challenge(person: &Person<'_>) -> (String, Vec<String>) {
    let body = json!({"location": location("/selfie")});
    let asked = person.post("/user/turns", body).await.ok();
    assert_eq!(asked["seconds"], 120);
    let turns = asked["turns"].as_array().unwrap().iter();
    let turns = turns.map(|side| side.as_str().unwrap().to_owned());
    (asked["nonce"].as_str().unwrap().to_owned(), turns.collect())
}

/// Hands in a form with these parts, and a picture.
async fn sends(person: &Person<'_>, parts: &[(&str, &str)]) -> Reply {
    let mut body = Vec::new();
    let picture = png_bytes();
    let texts = parts.iter().map(|(name, text)| (*name, text.as_bytes()));
    for (name, content) in [("selfie", &picture[..])].into_iter().chain(texts) {
        let head = format!("--it\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--it--\r\n");
    let call = person.call("/submit/selfie");
    let call = call.header("content-type", "multipart/form-data; boundary=it");
    call.body(Bytes::from(body)).send().await
}

async fn answers(person: &Person<'_>, nonce: &str, frames: &[String]) -> Reply {
    let mut parts = vec![("nonce", nonce)];
    parts.extend(frames.iter().map(|frame| ("turn", frame.as_str())));
    sends(person, &parts).await
}

/// How the selfie came, and the codes and findings about it after the examination.
async fn outcome(app: &TestApp, person: &Person<'_>) -> (TurnOutcome, Vec<String>) {
    app.run_jobs().await;
    let stored = person.stored().await;
    let Stage::InReview(outcome) = &stored.stage else {
        panic!("{:?}", stored.stage.name());
    };
    let codes = outcome.codes.iter().map(ToString::to_string).collect();
    let record = stored.capture.turns.record.unwrap();
    (record.outcome, codes)
}

#[tokio::test]
async fn who_turns_as_asked_goes_on() {
    let app = server().await;
    let person = at_the_selfie(&app, "reference-1", json!({})).await;
    let (nonce, turns) = challenge(&person).await;
    let (same, _) = challenge(&person).await;
    assert_eq!(same, nonce, "it stays until it is answered");
    let page = person.page("/selfie").await;
    assert!(page.contains("id=\"cannot\"") && page.contains("\"turns\":true"));
    assert_eq!(next(&answers(&person, &nonce, &turns).await), "/processing");
    let again = answers(&person, &nonce, &turns).await;
    assert_eq!(refused(&again, 409), "out_of_order");
    let (came, codes) = outcome(&app, &person).await;
    assert_eq!(came, TurnOutcome::Seen);
    assert!(!codes.contains(&"BNFD10".to_owned()), "{codes:?}");
    app.leaves(1, 0);
}

#[tokio::test]
async fn who_does_not_turn_is_asked_anew_and_after_three_times_sent_on() {
    let app = server().await;
    let person = at_the_selfie(&app, "reference-1", json!({})).await;
    let still = ["ahead".to_owned(), "ahead".to_owned()];
    let mut used = Vec::new();
    for _ in 0..2 {
        let (nonce, _) = challenge(&person).await;
        assert!(!used.contains(&nonce));
        assert_eq!(
            refused(&answers(&person, &nonce, &still).await, 422),
            "turn_again"
        );
        used.push(nonce);
    }
    // What was used is no challenge any more.
    let replayed = answers(&person, &used[0], &still).await;
    assert_eq!(refused(&replayed, 422), "turn_late");
    let (nonce, _) = challenge(&person).await;
    assert_eq!(next(&answers(&person, &nonce, &still).await), "/processing");
    let (came, codes) = outcome(&app, &person).await;
    assert_eq!(came, TurnOutcome::NotSeen(TurnFault::NotTurned));
    assert!(codes.contains(&"BNFD10".to_owned()), "{codes:?}");
    assert_eq!(person.stored().await.capture.turns.failed, 2);
    app.leaves(1, 0);
}

#[tokio::test]
async fn an_answer_that_comes_late_is_refused() {
    let app = server().await;
    let person = at_the_selfie(&app, "reference-1", json!({})).await;
    let (nonce, turns) = challenge(&person).await;
    app.clock.advance(SignedDuration::from_secs(121));
    assert_eq!(
        refused(&answers(&person, &nonce, &turns).await, 422),
        "turn_late"
    );
    let (fresh, turns) = challenge(&person).await;
    assert_ne!(fresh, nonce);
    assert_eq!(next(&answers(&person, &fresh, &turns).await), "/processing");
    app.leaves(2, 0);
}

#[tokio::test]
async fn who_cannot_turn_the_head_is_left_to_a_reviewer() {
    let app = server().await;
    let person = at_the_selfie(&app, "reference-1", json!({})).await;
    let sent = sends(&person, &[("cannot_turn", "1"), ("camera", "virtual")]).await;
    assert_eq!(next(&sent), "/processing");
    let (came, codes) = outcome(&app, &person).await;
    assert_eq!(came, TurnOutcome::CannotTurn);
    assert!(codes.contains(&"BNFD10".to_owned()), "{codes:?}");
    let record = person.stored().await.capture.turns.record.unwrap();
    assert!(record.is_virtual_camera);
    app.leaves(1, 0);
}

#[tokio::test]
async fn a_picture_alone_is_a_stored_one_where_that_is_allowed() {
    let app = server().await;
    for (reference, allowed, came) in [
        ("reference-1", "1", TurnOutcome::StoredPicture),
        ("reference-2", "0", TurnOutcome::CannotTurn),
    ] {
        let more = json!({"face": {"allow_offline": allowed}});
        let person = at_the_selfie(&app, reference, more).await;
        person.uploads("/submit/selfie", png_bytes()).await.ok();
        assert_eq!(outcome(&app, &person).await.0, came);
    }
    app.leaves(2, 0);
}

#[tokio::test]
async fn a_form_that_is_none_is_refused() {
    let app = server().await;
    let person = at_the_selfie(&app, "reference-1", json!({})).await;
    for parts in [&[("other", "1")][..], &[], &[("turn", "left")]] {
        assert_eq!(refused(&sends(&person, parts).await, 422), "not_allowed");
    }
    app.leaves(1, 0);
}
