//! The page on which a phone is confirmed: over the real router and store, with a channel that
//! keeps what it is given.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::http::Method;
use jiff::SignedDuration;
use proofing::messaging::{Message, Messenger, Receipt, SendError};
use serde_json::{Value, json};
use verification::account::{Account, AccountSettings};
use verification::capture::Channel;
use verification::status::{StatusCode, grammar};

use crate::app::{Plan, TestApp};
use crate::call::Reply;
use crate::canary;
use crate::person::{Person, next, refused};

/// Keeps every message, and answers what it was told to; then it takes everything.
#[derive(Debug)]
struct Post {
    channels: &'static [Channel],
    answers: Mutex<VecDeque<SendError>>,
    sent: Mutex<Vec<Message>>,
}

#[async_trait]
impl Messenger for Post {
    fn has(&self, channel: Channel) -> bool {
        self.channels.contains(&channel)
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
    async fn with(channels: &'static [Channel], answers: Vec<SendError>) -> Self {
        let post = Arc::new(Post {
            channels,
            answers: Mutex::new(answers.into()),
            sent: Mutex::default(),
        });
        let app = TestApp::with(Plan {
            messenger: Arc::clone(&post) as Arc<dyn Messenger>,
            ..Plan::default()
        })
        .await;
        let settings = AccountSettings {
            own_status_codes: true,
            ..AccountSettings::default()
        };
        let acme = app.account_with("Acme", settings).await;
        Self { app, post, acme }
    }

    async fn person(&self, reference: &str, phone: Value) -> Person<'_> {
        let request = json!({"reference": reference, "show_consent": "0", "phone": phone});
        let person = Person::of(&self.app, &self.acme, request).await;
        person.tells(&[1100]).await;
        assert_eq!(person.tells(&[1190, 3470]).await, "/phone");
        person
    }

    /// The text of the last message.
    fn last(&self) -> String {
        let sent = self.post.sent.lock().unwrap();
        sent.last().unwrap().text.reveal().to_owned()
    }

    /// The code in the last message: its first word.
    fn code(&self) -> String {
        self.last().split(' ').next().unwrap().to_owned()
    }

    fn count(&self) -> usize {
        self.post.sent.lock().unwrap().len()
    }

    /// What `/status` says, without what it says of every verification.
    async fn verdict(&self, reference: &str) -> Value {
        self.app.run_jobs().await;
        let asked = json!({"reference": reference});
        let mut status = self.app.post("/status", &self.acme, asked).await.ok();
        let members = status.as_object_mut().unwrap();
        members.retain(|key, _| key != "info" && key != "proofs" && key != "reference");
        status
    }
}

const SMS: &[Channel] = &[Channel::Sms];
const BOTH: &[Channel] = &[Channel::Sms, Channel::Whatsapp];

async fn asks(person: &Person<'_>, wish: Value) -> Reply {
    let mut wish = wish;
    wish["do"] = json!("send");
    person.post("/user/phone", wish).await
}

async fn enters(person: &Person<'_>, code: &str) -> Reply {
    let wish = json!({"do": "enter", "code": code});
    person.post("/user/phone", wish).await
}

/// The codes of the phone in the journal, whose order is lawful.
async fn log(person: &Person<'_>) -> Vec<u16> {
    let journal = person.journal().await;
    let codes: Vec<StatusCode> = journal.iter().map(|code| StatusCode(*code)).collect();
    assert_eq!(grammar::check(&codes), Ok(()), "{journal:?}");
    let is_phone = |code: &u16| (3470..3500).contains(code) || [1825, 3900].contains(code);
    journal.into_iter().filter(is_phone).collect()
}

/// A code that is not this one.
fn other_than(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test]
async fn the_right_code_confirms_a_given_number() {
    let office = Office::with(SMS, Vec::new()).await;
    let person = office
        .person("phone-001", json!({"phone_number": "+1 212 555 0142"}))
        .await;
    let page = person.page("/phone").await;
    assert!(page.contains("ending in 42") && !page.contains("0142"));
    assert!(!page.contains("id=\"number\"") && !page.contains("id=\"code\""));
    assert_eq!(next(&asks(&person, json!({})).await), "/phone");
    assert_eq!(office.count(), 0, "a job sends it");
    office.app.run_jobs().await;
    let page = person.page("/phone").await;
    assert!(page.contains("autocomplete=\"one-time-code\"") && page.contains("numeric"));
    let code = office.code();
    assert_eq!(
        office.last(),
        format!(
            "{code} is your code for Acme. It is valid for 10 minutes. Do not share it with \
             anybody."
        )
    );
    // People copy codes with a blank in the middle.
    let spaced = format!(" {} {}", &code[..3], &code[3..]);
    assert_eq!(next(&enters(&person, &spaced).await), "/processing");
    assert_eq!(log(&person).await, [3470, 3475, 3490, 1825]);
    insta::assert_json_snapshot!(office.verdict("phone-001").await, @r#"
    {
      "event": "verification.accepted",
      "error": "",
      "verification_result": {
        "phone": 1
      },
      "verification_data": {
        "phone": {
          "phone_number": "+12125550142"
        }
      },
      "email": null,
      "country": null
    }
    "#);
    office.app.leaves(1, 0);
}

#[tokio::test]
async fn five_wrong_codes_decline() {
    let office = Office::with(SMS, Vec::new()).await;
    let person = office
        .person("phone-001", json!({"phone_number": "+12125550142"}))
        .await;
    assert_eq!(
        refused(&enters(&person, "123456").await, 422),
        "code_expired"
    );
    asks(&person, json!({})).await.ok();
    office.app.run_jobs().await;
    let wrong = other_than(&office.code());
    // What cannot be a code is not counted.
    for text in ["", " - ", "12345", "1234567", "12345x"] {
        assert_eq!(refused(&enters(&person, text).await, 422), "not_a_code");
    }
    for left in [4, 3, 2, 1] {
        let expected = if left == 1 {
            "wrong_code_last"
        } else {
            "wrong_code"
        };
        assert_eq!(refused(&enters(&person, &wrong).await, 422), expected);
        assert_eq!(person.stored().await.capture.phone.tries_left(), left);
    }
    assert_eq!(next(&enters(&person, &wrong).await), "/processing");
    let late = enters(&person, &office.code()).await;
    assert_eq!(refused(&late, 409), "out_of_order");
    assert_eq!(
        log(&person).await,
        [3470, 3475, 3480, 3480, 3480, 3480, 3480, 3495, 1825]
    );
    insta::assert_json_snapshot!(office.verdict("phone-001").await, @r#"
    {
      "event": "verification.declined",
      "error": "",
      "verification_result": {
        "phone": 0
      },
      "verification_data": {
        "phone": {
          "phone_number": "+12125550142"
        }
      },
      "declined_reason": "Wrong code was entered too many times",
      "declined_codes": [
        "SPDR84"
      ],
      "services_declined_codes": {
        "phone": [
          "SPDR84"
        ]
      },
      "email": null,
      "country": null
    }
    "#);
    office.app.leaves(1, 0);
}

#[tokio::test]
async fn who_receives_nothing_asks_again_corrects_the_number_and_gives_up() {
    let refusal = SendError::Never("no such number".to_owned());
    let office = Office::with(BOTH, vec![refusal]).await;
    let person = office.person("phone-001", json!("")).await;
    assert!(person.page("/phone").await.contains("id=\"number\""));
    for (number, expected) in [
        ("+1 ", "bad_number"),
        ("2125550100", "bad_number"),
        ("+1 900 555 0100", "premium_number"),
    ] {
        let reply = asks(&person, json!({"number": number})).await;
        assert_eq!(refused(&reply, 422), expected, "{number}");
    }
    let wish = json!({"number": "+1 212 555 0177", "channel": "sms"});
    asks(&person, wish).await.ok();
    office.app.run_jobs().await;
    assert!(person.page("/phone").await.contains("could not be sent"));
    // The channel refused the first number, so nobody has to wait for the second.
    let wish = json!({"number": "+1 212 555 0178", "channel": "whatsapp"});
    asks(&person, wish).await.ok();
    office.app.run_jobs().await;
    let page = person.page("/phone").await;
    assert!(page.contains("by WhatsApp to your number ending in 78"));
    let code = office.code();
    let again = asks(&person, json!({})).await;
    assert_eq!(refused(&again, 422), "too_soon");
    let missing = json!({"do": "missing", "location": "{}"});
    let early = person.post("/user/phone", missing.clone()).await;
    assert_eq!(refused(&early, 422), "too_soon");
    office.app.advance(SignedDuration::from_secs(60));
    asks(&person, json!({"channel": "sms"})).await.ok();
    office.app.run_jobs().await;
    assert_eq!(office.code(), code, "the same code comes again");
    let channels: Vec<Channel> = {
        let sent = office.post.sent.lock().unwrap();
        sent.iter().map(|message| message.channel).collect()
    };
    assert_eq!(channels, [Channel::Sms, Channel::Whatsapp, Channel::Sms]);
    office.app.advance(SignedDuration::from_secs(120));
    assert_eq!(
        next(&person.post("/user/phone", missing).await),
        "/processing"
    );
    assert_eq!(
        log(&person).await,
        [3470, 3473, 3478, 3473, 3475, 3475, 3485, 3495, 1825]
    );
    let verdict = office.verdict("phone-001").await;
    assert_eq!(verdict["declined_codes"], json!(["SPDR85"]));
    office.app.leaves(1, 0);
}

#[tokio::test]
async fn the_page_works_without_a_script() {
    let office = Office::with(SMS, Vec::new()).await;
    let person = office.person("phone-001", json!({})).await;
    let posts = async |body: &str| {
        let call = office.app.call(Method::POST, &person.address("/phone"));
        let reply = call.form(body).send().await;
        assert_eq!(reply.status, 303, "{:?}", reply.body);
        reply.header("location").to_owned()
    };
    let page = person.page("/phone").await;
    assert!(page.contains(r#"method="post" action="/phone?token="#));
    let to = posts("do=send&number=12&channel=sms").await;
    assert!(to.ends_with("&said=bad_number"), "{to}");
    let shown = office.app.call(Method::GET, &to).send().await;
    let shown = String::from_utf8(shown.body.to_vec()).unwrap();
    assert!(shown.contains("Enter the number with its country code"));
    let to = posts("do=send&number=%2B1+212+555+0142&channel=sms").await;
    assert_eq!(to, person.address("/phone"));
    office.app.run_jobs().await;
    let code = office.code();
    let to = posts(&format!("do=enter&code={}", other_than(&code))).await;
    assert!(to.ends_with("&said=wrong_code"), "{to}");
    let to = posts("do=missing").await;
    assert!(to.ends_with("&said=too_soon"), "{to}");
    let to = posts(&format!("do=enter&code={code}")).await;
    assert_eq!(to, person.address("/processing"));
    // A form for another page leads to where the person is.
    let to = posts("do=enter&code=123456").await;
    assert!(to.starts_with(&person.address("/processing")), "{to}");
    let nobody = office.app.call(Method::POST, "/phone?token=nobody");
    let nobody = nobody.form("do=send").send().await;
    assert_eq!(refused(&nobody, 401), "unknown_link");
    assert_eq!(
        office.verdict("phone-001").await["event"],
        "verification.accepted"
    );
    office.app.leaves(1, 0);
}

#[tokio::test]
async fn a_code_of_the_business_is_sent_in_its_text() {
    let office = Office::with(SMS, Vec::new()).await;
    let phone = json!({
        "phone_number": "12125550142", "random_code": "ab-12", "text": "Acme: ab-12, please",
        "supported_channel": ["WhatsApp", "SMS"],
    });
    let person = office.person("phone-001", phone).await;
    asks(&person, json!({})).await.ok();
    office.app.run_jobs().await;
    assert_eq!(office.last(), "Acme: ab-12, please");
    assert!(person.page("/phone").await.contains("inputmode=\"text\""));
    assert_eq!(next(&enters(&person, "AB12").await), "/processing");
    office.app.leaves(2, 0);
    // The server's code follows a text that has none.
    let other = json!({"phone_number": "+12125550143", "text": "Your Acme code:"});
    let other = office.person("phone-002", other).await;
    asks(&other, json!({})).await.ok();
    office.app.run_jobs().await;
    let text = office.last();
    let code = text.strip_prefix("Your Acme code: ").unwrap();
    assert_eq!(next(&enters(&other, code).await), "/processing");
    office.app.leaves(3, 0);
}

#[tokio::test]
async fn a_code_expires_and_a_busy_channel_is_tried_again() {
    let busy = SendError::Later {
        why: "busy".to_owned(),
        after: None,
    };
    let office = Office::with(SMS, vec![busy]).await;
    let person = office
        .person("phone-001", json!({"phone_number": "+12125550142"}))
        .await;
    asks(&person, json!({})).await.ok();
    let store = &office.app.ports.store;
    for _ in 0..2 {
        let now = office.app.acts.now();
        let until = now.checked_add(SignedDuration::from_mins(5)).unwrap();
        for lease in store.lease_jobs(now, until, 8).await.unwrap() {
            let end = office
                .app
                .acts
                .run(proofing::Principal::Server, &lease)
                .await;
            store.finish_job(&lease, end).await.unwrap();
        }
        office.app.advance(SignedDuration::from_secs(2));
    }
    assert_eq!(office.count(), 2);
    let ids: Vec<String> = {
        let sent = office.post.sent.lock().unwrap();
        sent.iter().map(|message| message.id.clone()).collect()
    };
    assert_eq!(ids[0], ids[1], "the channel can drop the repetition");
    let first = office.code();
    office.app.advance(SignedDuration::from_mins(10));
    assert_eq!(refused(&enters(&person, &first).await, 422), "code_expired");
    asks(&person, json!({})).await.ok();
    office.app.run_jobs().await;
    assert_ne!(office.code(), first);
    assert_eq!(next(&enters(&person, &office.code()).await), "/processing");
    assert_eq!(log(&person).await, [3470, 3475, 3475, 3490, 1825]);
    office.app.leaves(2, 0);
}

#[tokio::test]
async fn a_number_gets_no_more_than_its_share_whoever_asks() {
    let office = Office::with(SMS, Vec::new()).await;
    for number in 0..5 {
        let reference = format!("phone-00{number}");
        let person = office
            .person(&reference, json!({"phone_number": "+12125550142"}))
            .await;
        asks(&person, json!({})).await.ok();
    }
    let victim = office
        .person("phone-005", json!({"phone_number": "+12125550142"}))
        .await;
    let reply = asks(&victim, json!({})).await;
    assert_eq!(refused(&reply, 422), "too_often");
    let other = office.person("phone-006", json!({})).await;
    asks(&other, json!({"number": "+12125550143"})).await.ok();
    office.app.advance(SignedDuration::from_mins(59));
    office.app.run_jobs().await;
    office.app.leaves(7, 0);
}

#[tokio::test]
async fn without_a_channel_the_service_is_refused_or_left_to_a_reviewer() {
    let office = Office::with(&[Channel::Whatsapp, Channel::Email], Vec::new()).await;
    let posts = async |reference: &str, more: Value| {
        let mut request = json!({"reference": reference, "show_consent": "0"});
        for (key, value) in more.as_object().unwrap() {
            request[key] = value.clone();
        }
        office.app.post("/", &office.acme, request).await
    };
    let text_only = json!({"phone": {"supported_channel": ["SMS"]}});
    assert_eq!(
        posts("phone-001", text_only.clone()).await.refused(403),
        "phone.phone: The phone service is not available."
    );
    for (number, expected) in [
        (
            "123456",
            "phone.phone_number: The phone number format is invalid.",
        ),
        (
            "+19005550100",
            "phone.phone_number: messages are not sent to numbers of this kind",
        ),
    ] {
        let phone = json!({"phone": {"phone_number": number}});
        assert_eq!(posts("phone-001", phone).await.refused(400), expected);
    }
    let wrong = json!({"phone": {"supported_channel": ["pigeon"]}});
    assert_eq!(
        posts("phone-001", wrong).await.refused(400),
        "phone.supported_channel: The selected supported channel is invalid."
    );
    assert_eq!(posts("phone-001", json!({"phone": ""})).await.status, 200);
    let mut reviewed = text_only;
    reviewed["manual_review"] = json!("1");
    reviewed["reference"] = json!("phone-002");
    reviewed["show_consent"] = json!("0");
    let person = Person::of(&office.app, &office.acme, reviewed).await;
    person.tells(&[1100]).await;
    assert_eq!(person.tells(&[1190]).await, "/processing");
    let status = office.verdict("phone-002").await;
    assert_eq!(status["event"], "review.pending");
    office.app.leaves(2, 0);
}

/// Every file of a folder, however deep.
fn files(folder: &Path, all: &mut Vec<Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, all);
        } else {
            all.push(fs::read(&path).unwrap());
        }
    }
}

#[tokio::test]
async fn neither_code_nor_number_is_in_a_log_a_journal_or_a_file() {
    let lines = canary::listen();
    let office = Office::with(SMS, Vec::new()).await;
    let person = office.person("phone-001", json!({})).await;
    asks(&person, json!({"number": "+1 212 555 8363"}))
        .await
        .ok();
    office.app.run_jobs().await;
    let code = office.code();
    assert_eq!(
        refused(&enters(&person, &other_than(&code)).await, 422),
        "wrong_code"
    );
    let wrong = enters(&person, &other_than(&code)).await;
    assert!(!String::from_utf8_lossy(&wrong.body).contains(&code));
    let page = person.page("/phone").await;
    enters(&person, &code).await.ok();
    let journal = format!("{:?}", office.app.journal(person.id).await);
    for canary in [&code, "2125558363", "5558363"] {
        assert!(!page.contains(canary), "{canary} is on the page");
        assert!(!journal.contains(canary), "{canary} is in the journal");
        assert_eq!(lines.lines_with(canary), [""; 0]);
        let mut all = Vec::new();
        files(office.app.dir(), &mut all);
        assert!(!all.is_empty());
        let is_in = |file: &Vec<u8>| file.windows(canary.len()).any(|at| at == canary.as_bytes());
        assert!(!all.iter().any(is_in), "{canary} is in a file");
    }
    office.app.leaves(2, 0);
}
