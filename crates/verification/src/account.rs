//! Accounts: the businesses that ask for verifications, and how they want to be spoken to.

mod site;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::site::{NotASite, Site};
use crate::capture::Signal;
use crate::ids::AccountId;
use crate::personal::Personal;
use crate::request::HttpUrl;
use crate::rules::Retention;
use crate::service::Service;
use crate::status::Profile;

/// How answers and callbacks are signed with `Signature` and `sp_signature`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum SignatureScheme {
    /// `sha256(body + hex(sha256(secret)))`: accounts since March 2023.
    #[default]
    New,
    /// `sha256(body + secret)`: accounts before that.
    Old,
}

/// Whether verifications are for real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// For real.
    #[default]
    Production,
    /// For trying: specimens are fine.
    Trial,
}

/// A secret key: at least 32 characters. Its `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretKey(Personal);

/// The secret key is too short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a secret key has at least 32 characters")]
pub struct SecretTooShort;

impl SecretKey {
    /// Takes a key of at least 32 characters.
    pub fn new(text: impl Into<String>) -> Result<Self, SecretTooShort> {
        let text: String = text.into();
        if text.chars().count() < 32 {
            Err(SecretTooShort)
        } else {
            Ok(Self(text.into()))
        }
    }

    /// The key itself, for signing and comparing.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// An older key that still works for a while after a rotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetiringKey {
    /// The key.
    pub secret: SecretKey,
    /// Until when it works.
    pub until: Timestamp,
}

/// Settings of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How it is signed to.
    pub signature: SignatureScheme,
    /// Domains that a callback address may be on, subdomains included. Empty means any.
    pub callback_domains: BTreeSet<String>,
    /// Services that it may not ask for.
    pub denied_services: BTreeSet<Service>,
    /// How long completed verifications are kept.
    pub retention: Retention,
    /// Status events of our own (3000 and up) are in its journals.
    pub own_status_codes: bool,
    /// The hosted pages begin with the first capture page.
    pub skip_landing: bool,
    /// Where the privacy policy stands; the pages link to it.
    pub privacy_policy_url: Option<HttpUrl>,
    /// Where the biometric policy stands.
    pub biometric_policy_url: Option<HttpUrl>,
    /// How the hosted pages look.
    pub skin: Skin,
    /// How postbacks are encoded.
    pub postback_encoding: PostbackEncoding,
    /// Whose wording the status events have.
    pub messages: Profile,
    /// The transaction id opens the link, as the protocol's own samples show it. Whoever knows the
    /// id can then walk the pages.
    pub token_is_transaction_id: bool,
    /// The signals of the capture protocol that it may ask for; `None` means all.
    pub signals: Option<BTreeSet<Signal>>,
    /// Sites that may show the hosted pages inside their own. Empty means none.
    pub frame_ancestors: BTreeSet<Site>,
    /// Signed calls of the capture protocol must be bound to their path and their time.
    pub binds_signatures: bool,
}

/// How postbacks of the capture protocol are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum PostbackEncoding {
    /// As the `/start` of the transaction was written; JSON where that is not known any more.
    #[default]
    AsStarted,
    /// JSON.
    Json,
    /// The base64 text of the JSON, like the protocol's own bodies.
    Base64,
}

/// A picture for the head of the hosted pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// `image/svg+xml`, `image/png` or `image/jpeg`.
    pub media: String,
    /// The file in base64, at most 100 kB.
    pub base64: String,
}

/// How the hosted pages look and what they say differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Skin {
    /// The name of the business, as people know it.
    pub name: Option<String>,
    /// The picture at the head.
    pub logo: Option<Logo>,
    /// The colour of buttons and links, `#rrggbb`.
    pub accent: Option<String>,
    /// The colour behind everything, `#rrggbb`.
    pub background: Option<String>,
    /// Texts in place of the usual ones, by `language/key`.
    pub texts: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            signature: SignatureScheme::New,
            callback_domains: BTreeSet::new(),
            denied_services: BTreeSet::new(),
            retention: Retention::UntilDeleted,
            own_status_codes: false,
            skip_landing: false,
            privacy_policy_url: None,
            biometric_policy_url: None,
            skin: Skin::default(),
            postback_encoding: PostbackEncoding::AsStarted,
            messages: Profile::default(),
            token_is_transaction_id: false,
            signals: None,
            frame_ancestors: BTreeSet::new(),
            binds_signatures: false,
        }
    }
}

/// The keys of the capture protocol, for an account that sets them apart from its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureKey {
    /// What the header `customer-id` says; unique on the server.
    pub customer_id: String,
    /// What bodies are signed with.
    pub api_key: SecretKey,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its name, unique on the server.
    pub name: String,
    /// The user name of Basic authentication.
    pub client_id: String,
    /// The password, and what signatures are made with.
    pub secret: SecretKey,
    /// The key before the last rotation, while it still works.
    pub retiring: Option<RetiringKey>,
    /// The keys of the capture protocol; `None`: the client id and the secret.
    pub capture_key: Option<CaptureKey>,
    /// Whether it is for real.
    pub environment: Environment,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its settings.
    pub settings: Settings,
}

impl Account {
    /// The keys that work now, the current one first.
    pub fn live_secrets(&self, now: Timestamp) -> impl Iterator<Item = &SecretKey> {
        std::iter::once(&self.secret).chain(
            self.retiring
                .iter()
                .filter(move |old| now < old.until)
                .map(|old| &old.secret),
        )
    }

    /// What the header `customer-id` of the capture protocol says.
    pub fn customer_id(&self) -> &str {
        self.capture_key
            .as_ref()
            .map_or(&self.client_id, |key| &key.customer_id)
    }

    /// The key that bodies of the capture protocol are signed with.
    pub fn api_key(&self) -> &SecretKey {
        self.capture_key
            .as_ref()
            .map_or(&self.secret, |key| &key.api_key)
    }

    /// The API keys that work now, the current one first.
    pub fn live_api_keys(&self, now: Timestamp) -> Vec<&SecretKey> {
        match &self.capture_key {
            Some(key) => vec![&key.api_key],
            None => self.live_secrets(now).collect(),
        }
    }

    /// Replaces the secret key; the old one works on until `overlap_until`, if given.
    pub fn rotate(mut self, secret: SecretKey, overlap_until: Option<Timestamp>) -> Self {
        let old = std::mem::replace(&mut self.secret, secret);
        self.retiring = overlap_until.map(|until| RetiringKey { secret: old, until });
        self
    }

    /// True if a callback address on this host is allowed.
    pub fn allows_callbacks_to(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let domains = &self.settings.callback_domains;
        domains.is_empty()
            || domains.iter().any(|domain| {
                let domain = domain.to_ascii_lowercase();
                host == domain
                    || host
                        .strip_suffix(&domain)
                        .is_some_and(|rest| rest.ends_with('.'))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(domains: &[&str]) -> Account {
        Account {
            id: AccountId::new(uuid::Uuid::nil()),
            name: "acme".to_owned(),
            client_id: "client".to_owned(),
            secret: SecretKey::new("a".repeat(32)).unwrap(),
            retiring: None,
            capture_key: None,
            environment: Environment::Production,
            created_at: Timestamp::UNIX_EPOCH,
            settings: Settings {
                callback_domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
                ..Settings::default()
            },
        }
    }

    #[test]
    fn callback_domains_cover_their_subdomains_only() {
        let cases = [
            (&[][..], "anything.example", true),
            (&["example.com"], "example.com", true),
            (&["example.com"], "hooks.Example.com", true),
            (&["example.com"], "example.com.", true),
            (&["example.com"], "badexample.com", false),
            (&["example.com"], "example.com.evil.org", false),
        ];
        for (domains, host, expected) in cases {
            assert_eq!(
                account(domains).allows_callbacks_to(host),
                expected,
                "{domains:?} {host}"
            );
        }
    }

    #[test]
    fn a_rotated_key_works_on_until_its_time() {
        let until = Timestamp::from_second(100).unwrap();
        let rotated = account(&[]).rotate(SecretKey::new("b".repeat(32)).unwrap(), Some(until));
        let live = |second| {
            rotated
                .live_secrets(Timestamp::from_second(second).unwrap())
                .count()
        };
        assert_eq!((live(99), live(100)), (2, 1));
    }

    #[test]
    fn secrets_do_not_print() {
        assert!(!format!("{:?}", account(&[])).contains("aaaa"));
        assert_eq!(SecretKey::new("short"), Err(SecretTooShort));
    }
}
