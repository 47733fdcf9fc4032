//! Links that are sent to people, and what their browsers tell: the acts over the real store, with
//! channels that do as they are told.

use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::SignedDuration;
use proofing::messaging::{Message, Messenger, Receipt, SendError};
use proofing::visitors::{DeviceIntelligence, Visitor};
use proofing::{Error, Principal};
use serde_json::json;
use testkit::builders::request;
use verification::account::{Account, AccountSettings, Skin};
use verification::capture::{
    CaptureDocument, CaptureLanguage, CapturePage, CaptureTerms, Channel, Kind, SendLink, Signal,
};
use verification::request::{HttpUrl, Reference, Ttl};
use verification::{Origin, Personal, Request, Verification};

use crate::app::{Plan, TestApp};
use crate::person::{Person, location, refused};

/// Keeps what it is given, and answers what it was told to; then it takes everything.
#[derive(Debug, Default)]
struct Post {
    answers: Mutex<VecDeque<SendError>>,
    sent: Mutex<Vec<Message>>,
}

#[async_trait]
impl Messenger for Post {
    fn has(&self, channel: Channel) -> bool {
        channel != Channel::Whatsapp
    }

    async fn send(&self, message: &Message) -> Result<Receipt, SendError> {
        self.sent.lock().unwrap().push(message.clone());
        match self.answers.lock().unwrap().pop_front() {
            Some(error) => Err(error),
            None => Ok(Receipt::default()),
        }
    }
}

struct Office {
    app: TestApp,
    post: Arc<Post>,
    acme: Account,
}

impl Office {
    async fn with(answers: Vec<SendError>, own_status_codes: bool) -> Self {
        let post = Arc::new(Post {
            answers: Mutex::new(answers.into()),
            ..Post::default()
        });
        let app = TestApp::with(Plan {
            messenger: Arc::clone(&post) as Arc<dyn Messenger>,
            ..Plan::default()
        })
        .await;
        let settings = AccountSettings {
            own_status_codes,
            skin: Skin {
                name: Some("Acme Bank".to_owned()),
                ..Skin::default()
            },
            ..AccountSettings::default()
        };
        let acme = app.account_with("acme", settings).await;
        Self { app, post, acme }
    }

    async fn start(&self, link: SendLink) -> Result<Verification, Error> {
        let started = self.app.acts.start(
            Principal::Operator,
            &self.acme,
            sending(link),
            Origin::default(),
        );
        started.await
    }

    /// Runs the jobs that are due, whatever they come to.
    async fn run_jobs(&self) {
        let store = &self.app.ports.store;
        let now = self.app.acts.now();
        let until = now.checked_add(SignedDuration::from_mins(5)).unwrap();
        for lease in store.lease_jobs(now, until, 64).await.unwrap() {
            let end = self.app.acts.run(Principal::Server, &lease).await;
            store.finish_job(&lease, end).await.unwrap();
        }
    }

    /// Its status codes from 405 on that are about links.
    async fn told(&self, verification: &Verification) -> Vec<(u16, String)> {
        let store = &self.app.ports.store;
        let journal = store.journal(verification.id).await.unwrap();
        journal
            .into_iter()
            .filter(|entry| matches!(entry.code.number(), 405 | 3000..=3010))
            .map(|entry| (entry.code.number(), entry.detail.unwrap_or_default()))
            .collect()
    }

    fn sent(&self) -> Vec<Message> {
        self.post.sent.lock().unwrap().clone()
    }
}

fn sending(link: SendLink) -> Request {
    let mut asked = request(Reference::parse("made-by-start").unwrap());
    asked.callback_url = None;
    asked.ttl = Ttl::DEFAULT;
    asked.redirect_url = HttpUrl::parse("https://acme.example/done").ok();
    asked.capture = Some(CaptureTerms {
        kind: Kind::Capture,
        document_type: CaptureDocument::NaDl,
        signals: BTreeSet::from([Signal::Idcheck]),
        send_link: Some(link),
        return_link: false,
        return_images: false,
        qr_breakpoint_px: None,
        language: Some(CaptureLanguage::FrCa),
        location: None,
        purpose: None,
        user_defined: None,
        envelope: verification::capture::Envelope::Json,
    });
    asked
}

fn sms() -> SendLink {
    SendLink {
        channel: Channel::Sms,
        to: "+15550100".into(),
        body: None,
    }
}

fn later(seconds: Option<u64>) -> SendError {
    SendError::Later {
        why: "busy".to_owned(),
        after: seconds.map(Duration::from_secs),
    }
}

fn code(number: u16) -> (u16, String) {
    (number, "sms".to_owned())
}

#[tokio::test]
async fn a_link_goes_to_the_person_after_the_start_was_answered() {
    let office = Office::with(Vec::new(), true).await;
    let started = office.start(sms()).await.unwrap();
    assert!(office.sent().is_empty());
    assert_eq!(office.app.run_jobs().await, 1);
    let url = office.app.acts.capture_url(&started).unwrap();
    let sent = office.sent();
    let [message] = sent.as_slice() else {
        panic!("{sent:?}")
    };
    assert_eq!(
        (message.channel, message.to.reveal()),
        (Channel::Sms, "+15550100")
    );
    assert_eq!(
        message.text.reveal(),
        format!("Acme Bank vous demande de vérifier votre identité dans les 60 minutes : {url}")
    );
    assert_eq!(message.subject, "Acme Bank : vérifiez votre identité");
    // What is in the link opens it, and neither id does.
    let token = url.split(['=', '&']).nth(1).unwrap();
    assert!(office.app.acts.visit(token).await.is_ok());
    for other in [started.transaction.to_string(), message.id.clone()] {
        assert!(office.app.acts.visit(&other).await.is_err());
    }
    assert_eq!(office.told(&started).await, [code(405), code(3000)]);
    office.app.leaves(1, 0);
}

#[tokio::test]
async fn codes_of_our_own_are_for_who_wants_them() {
    let refused = SendError::Never("no such number".to_owned());
    for answers in [Vec::new(), vec![refused]] {
        let office = Office::with(answers, false).await;
        let started = office.start(sms()).await.unwrap();
        office.app.run_jobs().await;
        assert_eq!(office.sent().len(), 1);
        assert_eq!(office.told(&started).await, [code(405)]);
        office.app.leaves(1, 0);
    }
}

#[tokio::test]
async fn a_channel_that_is_busy_is_tried_again_as_it_asks() {
    let office = Office::with(vec![later(None), later(Some(90))], true).await;
    let started = office.start(sms()).await.unwrap();
    for (wait, tries) in [(0, 1), (1, 2), (89, 2), (1, 3), (600, 3)] {
        office.app.advance(SignedDuration::from_secs(wait));
        office.run_jobs().await;
        assert_eq!(office.sent().len(), tries, "{wait}");
    }
    assert_eq!(office.told(&started).await, [code(405), code(3000)]);
    let ids: BTreeSet<String> = office.sent().into_iter().map(|it| it.id).collect();
    assert_eq!(
        ids.len(),
        1,
        "a channel can tell that it is the same message"
    );
    office.app.leaves(1, 0);
}

#[tokio::test]
async fn what_is_refused_or_comes_too_late_has_failed() {
    for (error, own) in [
        (SendError::Never("no such number".to_owned()), 1),
        (SendError::NoChannel(Channel::Sms), 1),
        (later(Some(3600)), 1),
    ] {
        let office = Office::with(vec![error; own], true).await;
        let started = office.start(sms()).await.unwrap();
        office.app.run_jobs().await;
        assert_eq!(office.told(&started).await, [code(405), code(3010)]);
        office.app.advance(SignedDuration::from_hours(2));
        office.app.run_jobs().await;
        assert_eq!(office.sent().len(), 1);
    }
}

#[tokio::test]
async fn a_link_that_is_of_no_use_is_not_sent() {
    // Its time is over before the job is run.
    let office = Office::with(Vec::new(), true).await;
    let started = office.start(sms()).await.unwrap();
    office.app.advance(SignedDuration::from_mins(60));
    office.app.run_jobs().await;
    assert!(office.sent().is_empty());
    assert_eq!(office.told(&started).await, [code(405)]);
    let token = office.app.acts.link_token(&started);
    let visit = office.app.acts.visit(&token).await.unwrap();
    assert_eq!(visit.page, CapturePage::Timeout);
}

#[tokio::test]
async fn the_transaction_id_opens_the_link_where_the_account_wants_it() {
    let office = Office::with(Vec::new(), true).await;
    let settings = AccountSettings {
        token_is_transaction_id: true,
        ..AccountSettings::default()
    };
    let samples = office.app.account_with("samples", settings).await;
    let started = office.app.acts.start(
        Principal::Operator,
        &samples,
        sending(sms()),
        Origin::default(),
    );
    let started = started.await.unwrap();
    office.app.run_jobs().await;
    let token = started.transaction.to_string();
    let text = office.sent()[0].text.reveal().to_owned();
    assert!(text.contains(&format!("/?token={token}&")), "{text}");
    assert!(office.app.acts.visit(&token).await.is_ok());
    office.app.leaves(1, 0);
}

#[tokio::test]
async fn a_channel_that_is_not_there_is_refused_at_the_start() {
    let office = Office::with(Vec::new(), true).await;
    let refused = office
        .start(SendLink {
            channel: Channel::Whatsapp,
            ..sms()
        })
        .await
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "send_link: this server has no channel for whatsapp"
    );
    office.app.leaves(0, 0);
}

/// Says something of every device, and counts.
#[derive(Debug, Default)]
struct Oracle(AtomicUsize);

/// Somebody with a browser at this link, which has opened it.
async fn opener<'a>(office: &'a Office, started: &Verification) -> Person<'a> {
    let person = Person {
        app: &office.app,
        token: office.app.acts.link_token(started),
        id: started.id,
    };
    person.tells(&[1100]).await;
    person
}

#[tokio::test]
async fn a_person_sends_the_link_to_another_device() {
    let office = Office::with(vec![], true).await;
    let started = office.start(sms()).await.unwrap();
    let person = opener(&office, &started).await;
    let page = person.page("/").await;
    assert!(page.contains("data-channel=\"sms\"") && page.contains("data-channel=\"email\""));
    assert!(
        !page.contains("data-channel=\"whatsapp\""),
        "it is not set up"
    );
    let send = async |channel: &str, to: &str| {
        let wish = json!({"channel": channel, "to": to, "location": location("/")});
        person.post("/user/send-link", wish).await
    };
    for (channel, to) in [
        ("sms", "12125550100"),
        ("email", "+12125550100"),
        ("sms", ""),
    ] {
        assert_eq!(refused(&send(channel, to).await, 422), "bad_recipient");
    }
    assert_eq!(
        refused(&send("pigeon", "+12125550100").await, 422),
        "not_allowed"
    );
    assert_eq!(
        refused(&send("whatsapp", "+12125550100").await, 422),
        "not_sent"
    );
    let reply = send("sms", "+1 (212) 555-0100").await;
    assert_eq!(reply.ok(), json!({}), "the number is not answered");
    let message = office.sent().pop().unwrap();
    assert_eq!(message.to.reveal(), "+12125550100");
    let text = message.text.reveal();
    assert!(
        text.starts_with("Acme Bank vous a demandé de vérifier votre identité."),
        "{text}"
    );
    assert!(text.contains("language=fr-ca#qr "), "{text}");
    send("email", "zoe@person.example").await.ok();
    send("email", "zoe@person.example").await.ok();
    assert_eq!(office.sent().len(), 3);
    // No more than three for each link, whoever asks.
    assert_eq!(
        refused(&send("email", "zoe@person.example").await, 422),
        "too_many_links"
    );
    assert_eq!(office.sent().len(), 3);
    let stored = person.stored().await;
    assert_eq!(stored.capture.links_sent, 3);
    assert!(!format!("{:?}", stored.capture).contains("zoe@person"));
    // What was there before: the job for the business's own message, and the alarm for the end.
    office.app.leaves(2, 0);
}

#[tokio::test]
async fn links_for_other_devices_are_limited_for_each_network() {
    let office = Office::with(vec![], false).await;
    let mut answers = Vec::new();
    for number in 0..3 {
        let mut asked = sending(sms());
        asked.reference = Reference::parse(&format!("made-by-start-{number}")).unwrap();
        let started = office
            .app
            .acts
            .start(Principal::Operator, &office.acme, asked, Origin::default())
            .await
            .unwrap();
        let person = opener(&office, &started).await;
        for _ in 0..3 {
            let wish = json!({"channel": "email", "to": "zoe@person.example"});
            answers.push(person.post("/user/send-link", wish).await.status.as_u16());
        }
    }
    assert_eq!(answers, [200, 200, 200, 200, 200, 200, 422, 422, 422]);
    office.app.leaves(6, 0);
}

#[tokio::test]
async fn what_a_channel_says_of_a_message_is_told_to_nobody_outside() {
    let broken = SendError::Never("the account at the gateway is blocked".to_owned());
    let office = Office::with(vec![broken], false).await;
    let started = office.start(sms()).await.unwrap();
    let person = opener(&office, &started).await;
    let wish = json!({"channel": "email", "to": "zoe@person.example"});
    let reply = person.post("/user/send-link", wish).await;
    assert_eq!(refused(&reply, 422), "not_sent");
    let said = String::from_utf8(reply.body.to_vec()).unwrap();
    assert!(!said.contains("gateway") && !said.contains("zoe"), "{said}");
    office.app.leaves(2, 0);
}

#[async_trait]
impl DeviceIntelligence for Oracle {
    async fn ask(&self, visitor: Visitor<'_>) -> Option<Personal> {
        self.0.fetch_add(1, Ordering::SeqCst);
        let zone = visitor.signal.timezone.as_deref()?;
        Some(format!(r#"{{"zone":"{zone}"}}"#).into())
    }
}

#[tokio::test]
async fn what_a_browser_tells_is_kept_with_what_is_said_of_it() {
    let oracle = Arc::new(Oracle::default());
    let app = TestApp::with(Plan {
        messenger: Arc::new(Post::default()),
        devices: Arc::clone(&oracle) as Arc<dyn DeviceIntelligence>,
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    let started = app.acts.start(
        Principal::Operator,
        &acme,
        sending(sms()),
        Origin::default(),
    );
    let id = started.await.unwrap().id;
    let origin = app.acts.origin(Some("198.51.100.1".into()), None);
    let mut kept = Vec::new();
    for json in [
        r#"{"timezone":"Europe/Berlin"}"#,
        r#"{"timezone":"Europe/Berlin"}"#,
        "{}",
    ] {
        let members = serde_json::from_str(json).unwrap();
        let signal = wire::capture::device::parse(members).unwrap();
        let visit =
            app.acts
                .tell_device(Principal::Applicant(id), id, signal.clone(), origin.clone());
        let verification = visit.await.unwrap().verification;
        assert_eq!(verification.origin, origin);
        let device = verification.capture.device.unwrap();
        assert_eq!(device.signal, signal);
        let asked = oracle.0.load(Ordering::SeqCst);
        let outside = device.outside.map(|text| text.reveal().to_owned());
        kept.push((asked, outside));
    }
    let berlin = Some(r#"{"zone":"Europe/Berlin"}"#.to_owned());
    assert_eq!(kept, [(1, berlin.clone()), (1, berlin), (2, None)]);
    let journal = app.ports.store.journal(id).await.unwrap();
    let told = journal.iter().filter(|entry| entry.code.number() == 1180);
    assert_eq!(told.count(), 3);
    app.run_jobs().await;
    app.leaves(1, 0);
}
