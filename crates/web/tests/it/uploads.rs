//! Uploads that are no good: each is refused with its reason, written down, and changes nothing
//! else.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use bytes::Bytes;
use futures::stream;
use serde_json::json;
use verification::account::AccountSettings;
use verification::request::MediaType;

use crate::app::{Plan, TestApp};
use crate::fakes::{but, on_site, png_bytes};
use crate::person::{Person, next, refused};

fn licence(reference: &str) -> serde_json::Value {
    but(
        on_site(reference),
        json!({"document": {"supported_types": ["driving_license"]}}),
    )
}

fn own_codes() -> AccountSettings {
    AccountSettings {
        own_status_codes: true,
        ..AccountSettings::default()
    }
}

/// A page that takes a picture lets every kind be chosen that is read, and says so in its language.
#[tokio::test]
async fn what_is_offered_is_what_is_taken() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, licence("reference-1")).await;
    assert!(person.tells(&[1100, 1190]).await.starts_with("/front"));
    for language in ["en-us", "fr-ca", "es-mx"] {
        let path = format!("/front?token={}&language={language}", person.token);
        let page = app.call(Method::GET, &path).send().await;
        let page = String::from_utf8(page.body.to_vec()).unwrap();
        let offered = page.split("accept=\"").nth(1).unwrap();
        let offered: Vec<&str> = offered.split('"').next().unwrap().split(',').collect();
        for kind in MediaType::STILLS {
            assert!(offered.contains(&kind.mime()), "{language}: {offered:?}");
        }
        let named = ["JPEG", "PNG", "WebP", "HEIC", "PDF"];
        assert!(named.iter().all(|kind| page.contains(kind)), "{language}");
    }
    app.leaves(1, 0);
}

/// Refuses what starts like a picture and is none.
#[derive(Debug)]
struct Careful(crate::fakes::Scripted);

#[async_trait::async_trait]
impl proofing::ports::Examiner for Careful {
    fn services(&self) -> &'static [verification::Service] {
        self.0.services()
    }

    async fn examine(
        &self,
        request: &verification::Request,
        pictures: Vec<proofing::ports::Picture>,
        now: jiff::Timestamp,
    ) -> Result<verification::reading::Examination, proofing::ports::Unavailable> {
        self.0.examine(request, pictures, now).await
    }

    async fn inspect(
        &self,
        picture: proofing::ports::Picture,
        _: proofing::ports::Share,
    ) -> Result<proofing::ports::Picture, proofing::ports::ExaminerError> {
        let is_known = picture.media != MediaType::Other;
        if !is_known || picture.content.ends_with(b"broken") {
            let said = "The picture cannot be decoded.".to_owned();
            return Err(proofing::ports::Refusal(said).into());
        }
        Ok(picture)
    }

    async fn check(&self) -> Result<(), proofing::ports::Unavailable> {
        Ok(())
    }

    async fn read_barcode(
        &self,
        _: proofing::ports::Picture,
        _: proofing::ports::Share,
    ) -> Result<Option<Vec<u8>>, proofing::ports::ExaminerError> {
        Ok(Some(b"@ANSI".to_vec()))
    }

    async fn look(
        &self,
        _: Bytes,
        look: proofing::ports::CaptureTarget,
        _: proofing::ports::Share,
    ) -> Result<proofing::ports::Guidance, proofing::ports::ExaminerError> {
        use proofing::ports::{CaptureTarget, Guidance, Hint};
        Ok(match look {
            CaptureTarget::Front | CaptureTarget::LicenceFront => Guidance {
                hint: Some(Hint::Glare),
                quad: Some([(0.1, 0.2), (0.9, 0.2), (0.9, 0.8), (0.1, 0.8)]),
                ..Guidance::default()
            },
            CaptureTarget::Barcode => Guidance {
                barcode: Some(b"@ANSI".to_vec()),
                ..Guidance::default()
            },
            _ => Guidance {
                hint: Some(Hint::NothingFound),
                ..Guidance::default()
            },
        })
    }
}

async fn careful() -> TestApp {
    TestApp::with(Plan {
        examiner: Arc::new(Careful(crate::fakes::Scripted::default())),
        body_deadline: Duration::from_millis(40),
        ..Plan::default()
    })
    .await
}

fn broken() -> Bytes {
    let mut bytes = png_bytes();
    bytes.extend_from_slice(b"broken");
    bytes.into()
}

fn in_pieces(pieces: Vec<Result<Bytes, std::io::Error>>) -> Body {
    Body::from_stream(stream::iter(pieces))
}

#[tokio::test]
async fn a_bad_upload_is_refused_and_written_down_and_the_next_is_taken() {
    let app = careful().await;
    let acme = app.account_with("acme", own_codes()).await;
    let person = Person::of(&app, &acme, licence("reference-1")).await;
    person.tells(&[1100, 1190, 1200]).await;
    let front = async |body: Body| person.call("/submit/front").body(body).send().await;

    let video = b"\0\0\0\x18ftypmp42".to_vec();
    let never =
        stream::once(async { Ok::<_, std::io::Error>(Bytes::from_static(b"\xFF\xD8\xFF")) });
    let slow = futures::StreamExt::chain(never, stream::pending());
    let cut = vec![
        Ok(Bytes::from_static(b"\xFF\xD8\xFF")),
        Err(std::io::Error::other("gone")),
    ];
    let vast = (0..17).map(|_| Ok(Bytes::from(vec![0; 1 << 20]))).collect();
    let cases = [
        (Body::from("nonsense"), 422, "wrong_type"),
        (Body::empty(), 422, "wrong_type"),
        (Body::from("GIF89a"), 422, "wrong_type"),
        (Body::from(video), 415, "wrong_type"),
        (Body::from(broken()), 422, "unreadable"),
        (Body::from(vec![0_u8; (16 << 20) + 1]), 413, "too_large"),
        (in_pieces(vast), 413, "too_large"),
        (in_pieces(cut), 400, "incomplete"),
        (Body::from_stream(slow), 408, "incomplete"),
    ];
    let count = cases.len();
    for (number, (body, status, code)) in cases.into_iter().enumerate() {
        assert_eq!(refused(&front(body).await, status), code, "case {number}");
        assert_eq!(person.place().await, "/front");
    }
    let journal = person.journal().await;
    assert_eq!(
        journal.iter().filter(|code| **code == 3300).count(),
        count,
        "{journal:?}"
    );
    assert!(!journal.contains(&1225));
    assert_eq!(
        next(&person.uploads("/submit/front", png_bytes()).await),
        "/back"
    );
    app.leaves(1, 0);
}

#[tokio::test]
async fn an_upload_out_of_its_turn_leads_to_where_the_person_is() {
    let app = careful().await;
    let acme = app.account_with("acme", own_codes()).await;
    let person = Person::of(&app, &acme, licence("reference-1")).await;
    let leads = async |path: &str, to: &str| {
        let reply = person.uploads(path, png_bytes()).await;
        assert_eq!(refused(&reply, 409), "out_of_order", "{path}");
        let next = reply.json()["next"].as_str().unwrap().to_owned();
        assert!(next.starts_with(&format!("{to}?")), "{path}: {next}");
    };
    leads("/submit/front", "/").await;
    person.tells(&[1100, 1190]).await;
    for path in [
        "/submit/back",
        "/submit/barcode",
        "/submit/selfie",
        "/submit/address",
        "/submit/consent-note",
        "/submit/front?service=document_two",
    ] {
        leads(path, "/front").await;
    }
    assert_eq!(
        next(&person.uploads("/submit/front", png_bytes()).await),
        "/back"
    );
    // Sent again, since the answer was lost: it is there already.
    leads("/submit/front", "/back").await;
    let journal = person.journal().await;
    assert_eq!(journal.iter().filter(|code| **code == 1225).count(), 1);
    let refusals = journal
        .iter()
        .filter(|code| (3300..=3330).contains(*code))
        .count();
    assert_eq!(refusals, 8, "{journal:?}");
    app.leaves(1, 0);
}

#[tokio::test]
async fn without_codes_of_our_own_nothing_but_the_answer_tells_of_a_refusal() {
    let app = careful().await;
    let acme = app.account("acme").await;
    let (one, two) = (
        Person::of(&app, &acme, licence("reference-1")).await,
        Person::of(&app, &acme, licence("reference-2")).await,
    );
    one.tells(&[1100, 1190]).await;
    let before = one.journal().await;
    assert_eq!(
        refused(&one.uploads("/submit/front", broken()).await, 422),
        "unreadable"
    );
    assert_eq!(one.journal().await, before);
    // A token opens its own verification and no other.
    assert_eq!(
        next(&one.uploads("/submit/front", png_bytes()).await),
        "/back"
    );
    assert_eq!(
        (one.place().await, two.place().await),
        ("/back".to_owned(), "/".to_owned())
    );
    app.leaves(2, 0);
}

#[tokio::test]
async fn a_frame_is_looked_at_and_not_kept() {
    let app = careful().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, licence("reference-1")).await;
    let reply = person
        .uploads("/submit/frame?look=front", png_bytes())
        .await;
    assert_eq!(refused(&reply, 409), "out_of_order");
    person.tells(&[1100, 1190]).await;
    let before = person.journal().await;
    let look = async |what: &str| {
        let path = format!("/submit/frame?look={what}");
        person.uploads(&path, png_bytes()).await
    };
    assert_eq!(
        look("front").await.ok(),
        json!({"found": true, "hint": "glare", "quad": [[0.1, 0.2], [0.9, 0.2], [0.9, 0.8], [0.1, 0.8]], "barcode": false})
    );
    assert_eq!(
        look("barcode").await.ok(),
        json!({"found": true, "hint": null, "quad": null, "barcode": true})
    );
    assert_eq!(
        look("back").await.ok(),
        json!({"found": false, "hint": null, "quad": null, "barcode": false})
    );
    assert_eq!(refused(&look("elsewhere").await, 422), "not_allowed");
    let vast = person
        .uploads("/submit/frame?look=front", vec![0; 600 << 10])
        .await;
    assert_eq!(refused(&vast, 413), "too_large");
    assert_eq!(person.journal().await, before);
    assert!(
        app.ports
            .store
            .evidence(person.id)
            .await
            .unwrap()
            .is_empty()
    );
    app.leaves(1, 0);
}
