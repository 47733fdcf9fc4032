//! Accounts: the businesses that request verifications, and their settings.

mod site;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;

pub use self::site::{NotASite, Site};
use crate::capture::Signal;
use crate::ids::AccountId;
use crate::personal::Personal;
use crate::request::HttpUrl;
use crate::rules::Retention;
use crate::service::Service;
use crate::status::Profile;

/// The scheme by which answers and callbacks are signed with `Signature` and `sp_signature`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignatureScheme {
    /// `sha256(body + hex(sha256(secret)))`, for accounts created since March 2023.
    #[default]
    New,
    /// `sha256(body + secret)`, for accounts created before March 2023.
    Old,
}

/// The environment of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Environment {
    /// Production, with real documents.
    #[default]
    Production,
    /// Trial, in which specimen documents are accepted.
    Trial,
}

/// A secret key of at least 32 characters. Its `Debug` does not print it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(Personal);

/// The secret key is too short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a secret key has at least 32 characters")]
pub struct SecretTooShort;

impl SecretKey {
    /// Creates a key from at least 32 characters.
    pub fn new(text: impl Into<String>) -> Result<Self, SecretTooShort> {
        let text: String = text.into();
        if text.chars().count() < 32 {
            Err(SecretTooShort)
        } else {
            Ok(Self(text.into()))
        }
    }

    /// Returns the key, for signing and comparing.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// A key that still works for a while after a rotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetiringKey {
    /// The key.
    pub secret: SecretKey,
    /// The time until which it works.
    pub until: Timestamp,
}

/// The settings of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSettings {
    /// The signature scheme.
    pub signature: SignatureScheme,
    /// The domains to which callbacks may go, including subdomains. Empty means any.
    pub callback_domains: BTreeSet<String>,
    /// The services that the account may not request.
    pub denied_services: BTreeSet<Service>,
    /// The retention of completed verifications.
    pub retention: Retention,
    /// Whether its journals contain this server's own status events (3000 and up).
    pub own_status_codes: bool,
    /// Whether the hosted pages start with the first capture page instead of the landing page.
    pub skip_landing: bool,
    /// The URL of the privacy policy, to which the pages link.
    pub privacy_policy_url: Option<HttpUrl>,
    /// The URL of the biometric policy, to which the pages link.
    pub biometric_policy_url: Option<HttpUrl>,
    /// The look of the hosted pages.
    pub skin: Skin,
    /// The encoding of postbacks.
    pub postback_encoding: PostbackEncoding,
    /// The wording of status events.
    pub messages: Profile,
    /// Whether the transaction ID also opens the link, as in the protocol's own samples. Anyone who
    /// knows the ID can then use the pages.
    pub token_is_transaction_id: bool,
    /// The signals of the capture protocol that the account may request; `None` means all.
    pub signals: Option<BTreeSet<Signal>>,
    /// The sites that may embed the hosted pages. Empty means none.
    pub frame_ancestors: BTreeSet<Site>,
    /// Whether signed calls of the capture protocol must be bound to their path and time.
    pub binds_signatures: bool,
    /// Whether a second person has to confirm what a reviewer decides.
    pub four_eyes: bool,
    /// Within how many hours cases in review should be decided, if the account says so.
    pub review_hours: Option<u32>,
    /// Whether requests may ask for a search for duplicates among the account's customers.
    pub searches_duplicates: bool,
    /// Whether requests may enrol faces and compare with them. The business states with it that
    /// people whose pictures it sends itself have agreed.
    pub enrols_faces: bool,
}

/// The encoding of postbacks of the capture protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PostbackEncoding {
    /// The encoding of the transaction's `/start`, or JSON if that is no longer known.
    #[default]
    AsStarted,
    /// JSON.
    Json,
    /// JSON encoded in Base64, like the protocol's own bodies.
    Base64,
}

/// The logo at the top of the hosted pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// `image/svg+xml`, `image/png` or `image/jpeg`.
    pub media: String,
    /// The file in Base64, at most 100 kB.
    pub base64: String,
}

/// The look of the hosted pages, and texts that replace the usual ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Skin {
    /// The name of the business, as people know it.
    pub name: Option<String>,
    /// The logo at the top.
    pub logo: Option<Logo>,
    /// The colour of buttons and links, `#rrggbb`.
    pub accent: Option<String>,
    /// The background colour, `#rrggbb`.
    pub background: Option<String>,
    /// Texts that replace the usual ones, by `language/key`.
    pub texts: BTreeMap<String, String>,
}

impl Default for AccountSettings {
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
            four_eyes: false,
            review_hours: None,
            searches_duplicates: false,
            enrols_faces: false,
        }
    }
}

/// Separate keys for the capture protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptureKey {
    /// The value of the header `customer-id`, unique on the server.
    pub customer_id: String,
    /// The key with which bodies are signed.
    pub api_key: SecretKey,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The ID, which stays when the name changes.
    pub id: AccountId,
    /// Its name, unique on the server.
    pub name: String,
    /// The user name of Basic authentication.
    pub client_id: String,
    /// The password of Basic authentication, and the key of signatures.
    pub secret: SecretKey,
    /// The previous key, while it still works after a rotation.
    pub retiring: Option<RetiringKey>,
    /// The keys of the capture protocol, or `None` if they are the client ID and the secret.
    pub capture_key: Option<CaptureKey>,
    /// Its environment.
    pub environment: Environment,
    /// When it was created.
    pub created_at: Timestamp,
    /// Its settings.
    pub settings: AccountSettings,
}

impl Account {
    /// Returns the keys that work at this time, with the current one first.
    pub fn live_secrets(&self, now: Timestamp) -> impl Iterator<Item = &SecretKey> {
        std::iter::once(&self.secret).chain(
            self.retiring
                .iter()
                .filter(move |old| now < old.until)
                .map(|old| &old.secret),
        )
    }

    /// Returns the value of the capture protocol's header `customer-id`.
    pub fn customer_id(&self) -> &str {
        self.capture_key
            .as_ref()
            .map_or(&self.client_id, |key| &key.customer_id)
    }

    /// Returns the key with which bodies of the capture protocol are signed.
    pub fn api_key(&self) -> &SecretKey {
        self.capture_key
            .as_ref()
            .map_or(&self.secret, |key| &key.api_key)
    }

    /// Returns the API keys that work at this time, with the current one first.
    pub fn live_api_keys(&self, now: Timestamp) -> Vec<&SecretKey> {
        match &self.capture_key {
            Some(key) => vec![&key.api_key],
            None => self.live_secrets(now).collect(),
        }
    }

    /// Replaces the secret key. The old one keeps working until `overlap_until`, if given.
    pub fn rotate(mut self, secret: SecretKey, overlap_until: Option<Timestamp>) -> Self {
        let old = std::mem::replace(&mut self.secret, secret);
        self.retiring = overlap_until.map(|until| RetiringKey { secret: old, until });
        self
    }

    /// Returns true if callbacks may go to this host.
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
            settings: AccountSettings {
                callback_domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
                ..AccountSettings::default()
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
