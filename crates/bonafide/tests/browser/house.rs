//! A running server with one account, and the business's own server beside it.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::films;
use crate::http::post;
use crate::log;
use crate::mail::Mailbox;
use crate::running::{Data, Keys, Serving, bonafide};
use crate::shop::Shop;

/// Both servers. Everything ends when this is dropped.
pub(crate) struct House {
    pub(crate) server: Serving,
    pub(crate) shop: Shop,
    data: Data,
    keys: Keys,
    begun: AtomicU32,
}

/// A transaction, and where its pages are.
#[derive(Debug, Clone)]
pub(crate) struct Begun {
    number: u32,
    pub(crate) link: String,
    pub(crate) answer: Value,
}

const ACCOUNT: &str = "shop";

impl House {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// With an account that is set so: words of `account set`.
    #[track_caller]
    pub(crate) fn with(settings: &[&str]) -> Self {
        Self::open(Shop::open(), Data::new(), settings, "")
    }

    /// With an account whose pages look as this file says. Beside it lies `logo.svg`.
    #[track_caller]
    pub(crate) fn in_skin(skin: &str) -> Self {
        let data = Data::new();
        let file = data.around().join("skin.toml");
        std::fs::write(&file, skin).unwrap();
        let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"32\">\
             <path fill=\"#7a1f5c\" d=\"M0 4h24v24H0zM32 10h88v12H32z\"/></svg>";
        std::fs::write(data.around().join("logo.svg"), logo).unwrap();
        Self::open(Shop::open(), data, &["--skin", file.to_str().unwrap()], "")
    }

    /// Whose pages the shop may show in a frame, or may not.
    #[track_caller]
    pub(crate) fn framed_by_the_shop(allowed: bool) -> Self {
        let shop = Shop::open();
        let url = shop.url.clone();
        let set = ["--frame-ancestor", url.as_str()];
        Self::open(shop, Data::new(), if allowed { &set } else { &[] }, "")
    }

    /// That sends links: text messages by a gateway at the shop (`/sms`), mails to this box.
    #[track_caller]
    pub(crate) fn that_sends(mailbox: &Mailbox) -> Self {
        let shop = Shop::open();
        let config = format!(
            "[sms]\nby = \"http\"\nurl = \"{}/sms\"\nbody = '{{\"to\": \"{{to}}\", \"text\": \"{{text}}\"}}'\n\
             [email]\nby = \"smtp\"\nfrom = \"Shop <id@shop.example>\"\nhost = \"127.0.0.1\"\n\
             port = {}\ntls = \"none\"\n",
            shop.url, mailbox.port
        );
        Self::open(shop, Data::new(), &[], &config)
    }

    /// That has networks for faces in this folder, so that it asks for turns of the head.
    #[track_caller]
    pub(crate) fn that_sees_faces(networks: &Path) -> Self {
        let config = format!("[face]\nmodels = \"{}\"\n", networks.display());
        Self::open(Shop::open(), Data::new(), &[], &config)
    }

    /// That has an office.
    #[track_caller]
    pub(crate) fn with_office() -> Self {
        Self::open(Shop::open(), Data::new(), &[], "[office]\nenabled = true\n")
    }

    /// Invites somebody to the staff, and returns the link.
    #[track_caller]
    pub(crate) fn invites(&self, name: &str, email: &str, role: &str) -> String {
        let invite = ["staff", "invite", name, "--email", email, "--role", role];
        let more = ["--json", "--data", self.data.path()];
        let said = bonafide(&[&invite[..], &more].concat()).good();
        let said: Value = serde_json::from_str(&said).unwrap();
        said["link"].as_str().unwrap().to_owned()
    }

    /// Has no networks for faces unless the configuration names them, whatever lies beside the
    /// program: drawn licences have drawn faces.
    #[track_caller]
    fn open(shop: Shop, data: Data, settings: &[&str], config: &str) -> Self {
        let keys = data.account(ACCOUNT);
        if !settings.is_empty() {
            let set = ["account", "set", ACCOUNT, "--data", data.path()];
            bonafide(&[&set, settings].concat()).good();
        }
        let file = data.around().join("bonafide.toml");
        // What a walk shows must not depend on what is installed on the tester's machine.
        let none = if config.contains("[face]") {
            String::new()
        } else {
            let nowhere = data.around().join("no-networks");
            format!("[face]\nmodels = \"{}\"\n", nowhere.display())
        };
        std::fs::write(&file, format!("{config}{none}")).unwrap();
        let flags = ["--config", file.to_str().unwrap()];
        Self {
            server: Serving::start_with(&data, &flags),
            shop,
            data,
            keys,
            begun: AtomicU32::new(1),
        }
    }

    /// What pages of this server are.
    pub(crate) fn origin(&self) -> &str {
        &self.server.url
    }

    /// One call of the capture protocol that must succeed.
    #[track_caller]
    pub(crate) fn call(&self, endpoint: &str, public: Value, private: Value) -> Value {
        let body = json!({ "public_data": public, "private_data": private }).to_string();
        let (status, answer) = post(
            &self.server.url,
            &format!("/api/v1/{endpoint}"),
            &self.keys,
            &body,
        );
        assert_eq!(status, 200, "{endpoint}: {answer}");
        answer
    }

    /// Starts a transaction whose link is asked for; the log and the results are told to the shop.
    #[track_caller]
    pub(crate) fn start(&self, mut private: Value, mut public: Value) -> Begun {
        if private["send_link"].is_null() {
            private["return_capture_url"] = json!(true);
        }
        let number = self.number();
        public["status_url"] = json!(format!("{}/status/{number}", self.shop.url));
        self.started(number, private, public)
    }

    /// Starts a transaction without pages; only its results are told.
    #[track_caller]
    pub(crate) fn start_direct(&self, private: Value) -> Begun {
        self.started(self.number(), private, json!({}))
    }

    #[track_caller]
    fn started(&self, number: u32, private: Value, mut public: Value) -> Begun {
        public["results_url"] = json!(format!("{}/results/{number}", self.shop.url));
        let answer = self.call("start", public, private);
        let link = &answer["public_data"]["capture_url"];
        Begun {
            number,
            link: link.as_str().unwrap_or_default().to_owned(),
            answer,
        }
    }

    /// Starts a transaction on the command line, with these flags.
    #[track_caller]
    pub(crate) fn start_by_staff(&self, flags: &[&str]) -> Begun {
        let mut words = vec!["start", ACCOUNT, "--json", "--data", self.data.path()];
        words.extend(flags);
        let answer: Value = serde_json::from_str(&bonafide(&words).good()).unwrap();
        Begun {
            number: self.number(),
            link: answer["capture_url"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            answer,
        }
    }

    /// Asks for a verification by the verification protocol; callbacks and the log are told to the
    /// shop.
    #[track_caller]
    pub(crate) fn ask(&self, reference: &str, mut request: Value) -> Begun {
        let number = self.number();
        request["reference"] = json!(reference);
        request["callback_url"] = json!(format!("{}/callback", self.shop.url));
        request["status_url"] = json!(format!("{}/status/{number}", self.shop.url));
        let (status, answer) = post(&self.server.url, "/", &self.keys, &request.to_string());
        assert_eq!(
            (status, &answer["event"]),
            (200, &json!("request.pending")),
            "{answer}"
        );
        Begun {
            number,
            link: answer["verification_url"].as_str().unwrap().to_owned(),
            answer,
        }
    }

    /// Hands in the front of a licence that a person has to look at.
    #[track_caller]
    pub(crate) fn asks_for_review(&self, reference: &str) {
        let front = STANDARD.encode(std::fs::read(films::front_file()).unwrap());
        let request = json!({
            "reference": reference,
            "callback_url": format!("{}/callback", self.shop.url),
            "manual_review": 1,
            "document": {
                "supported_types": ["driving_license"],
                "proof": format!("data:image/jpeg;base64,{front}"),
                "name": { "first_name": "Wilhelmina", "last_name": "Quillfeather" },
                "dob": "",
                "document_number": "",
            },
        });
        let (status, answer) = post(&self.server.url, "/", &self.keys, &request.to_string());
        assert_eq!(
            (status, &answer["event"]),
            (200, &json!("review.pending")),
            "{answer}"
        );
    }

    /// Every transaction has addresses of its own at the shop.
    fn number(&self) -> u32 {
        self.begun.fetch_add(1, Ordering::SeqCst)
    }

    /// Waits until what was told last holds all these codes, and answers with it.
    #[track_caller]
    fn told_with(&self, begun: &Begun, codes: &[u16]) -> Value {
        let path = format!("/status/{}", begun.number);
        self.shop.until(|posts| {
            let last = posts.iter().rev().find(|post| post.path == path)?;
            let told = &last.body["private_data"];
            let log = told["status"].as_array()?;
            let has = |code: &u16| log.iter().any(|one| one["event"] == *code);
            codes.iter().all(has).then(|| told.clone())
        })
    }

    /// Waits until the log holds all these codes, the last of a walk among them; newest first.
    #[track_caller]
    pub(crate) fn log_with(&self, begun: &Begun, codes: &[u16]) -> Vec<Value> {
        let told = self.told_with(begun, codes);
        told["status"].as_array().unwrap().clone()
    }

    /// The log as polling gives it, newest first.
    #[track_caller]
    pub(crate) fn polled(&self, transaction: &Value) -> Vec<Value> {
        let asked = json!({ "transaction_id": transaction });
        let answer = self.call("get-status", json!({}), asked);
        answer["private_data"]["status"].as_array().unwrap().clone()
    }

    /// Waits until the log holds these codes, and until what was told and what is answered are
    /// alike; finds that its order is lawful, and that it is the log of this name: see
    /// `snapshots/`.
    #[track_caller]
    pub(crate) fn log_is(&self, name: &str, begun: &Begun, codes: &[u16]) {
        let told = self.told_with(begun, codes);
        // What is raised last may be answered before it is told, or the other way round.
        let polled = loop {
            let polled = self.polled(&told["transaction_id"]);
            let path = format!("/status/{}", begun.number);
            let (is_told, posts) = self.shop.until(|posts| {
                let mut own = posts.iter().filter(|post| post.path == path);
                let is_same = |log: &Value| log.as_array() == Some(&polled);
                Some((
                    own.any(|post| is_same(&post.body["private_data"]["status"])),
                    posts.len(),
                ))
            });
            if is_told {
                break polled;
            }
            self.shop.until(|now| (now.len() > posts).then_some(()));
        };
        log::check(name, &polled);
    }

    /// The results that were told, once they are.
    #[track_caller]
    pub(crate) fn results(&self, begun: &Begun) -> Value {
        let path = format!("/results/{}", begun.number);
        self.shop.until(|posts| {
            let told = posts.iter().rev().find(|post| post.path == path);
            told.map(|post| post.body["private_data"]["result"].clone())
        })
    }

    /// What the command line shows of a verification.
    #[track_caller]
    pub(crate) fn shown(&self, reference: &str) -> Value {
        let show = ["verifications", "show", reference, "--json", "--data"];
        let said = bonafide(&[&show[..], &[self.data.path()]].concat()).good();
        serde_json::from_str(&said).unwrap()
    }

    /// The callback with this event, once it came.
    #[track_caller]
    pub(crate) fn callback(&self, reference: &str, event: &str) -> Value {
        self.shop.until(|posts| {
            let told = posts.iter().find(|post| {
                post.path == "/callback"
                    && post.body["reference"] == reference
                    && post.body["event"] == event
            });
            told.map(|post| post.body.clone())
        })
    }
}
