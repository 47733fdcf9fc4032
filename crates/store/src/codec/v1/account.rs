//! Accounts: `accounts.settings`, and `accounts.secrets`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use verification::{account, rules, status};

use super::capture::Signal;
use super::words::{Service, Url};
use crate::codec::form::{Form, Text, plain, stored_enum, stored_struct, stored_text};

stored_enum!(
    /// How answers and callbacks are signed.
    SignatureScheme of account::SignatureScheme { New = "new", Old = "old" }
);
stored_enum!(
    /// How long personal data are kept.
    Retention of rules::Retention { UntilDeleted = "until_deleted", Days(days: u32) = "days" }
);
stored_enum!(
    /// How postbacks are encoded.
    PostbackEncoding of account::PostbackEncoding {
        AsStarted = "as_started",
        Json = "json",
        Base64 = "base64",
    }
);
stored_enum!(
    /// Whose wording the status events have.
    Profile of status::Profile { Table = "table", V3_5_8 = "3.5.8" }
);
stored_text!(
    /// A site, as a browser writes it.
    Site of account::Site,
    |site| site.as_str().to_owned(),
    |text| account::Site::parse(text).ok()
);
stored_struct!(
    /// A picture for the head of the pages.
    Logo of account::Logo { media: String, base64: String }
);
stored_struct!(
    /// How the hosted pages look.
    #[derive(Default)]
    #[serde(default)]
    Skin of account::Skin {
        name: Option<String>,
        logo: Option<Logo>,
        accent: Option<String>,
        background: Option<String>,
        texts: BTreeMap<String, String>,
    }
);
stored_struct!(
    /// Settings of an account.
    #[serde(default)]
    Settings of account::AccountSettings {
        signature: SignatureScheme,
        callback_domains: Vec<String>,
        denied_services: Vec<Service>,
        retention: Retention,
        own_status_codes: bool,
        skip_landing: bool,
        privacy_policy_url: Option<Url>,
        biometric_policy_url: Option<Url>,
        skin: Skin,
        postback_encoding: PostbackEncoding,
        messages: Profile,
        token_is_transaction_id: bool,
        signals: Option<Vec<Signal>>,
        frame_ancestors: Vec<Site>,
        binds_signatures: bool,
        #[serde(skip_serializing_if = "is_false")]
        four_eyes: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        review_hours: Option<u32>,
        // Earlier versions had no such search, and stored no such field.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        searches_duplicates: bool,
        // Earlier versions enrolled nobody, and stored no such field.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        enrols_faces: bool,
    }
);

/// Earlier versions had no such setting, and what they stored has no such field.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_false(setting: &bool) -> bool {
    !*setting
}

impl Default for Settings {
    fn default() -> Self {
        Self::of(&account::AccountSettings::default())
    }
}

/// A secret key of 32 characters and more.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct SecretKey(Text);

impl Form<account::SecretKey> for SecretKey {
    fn of(core: &account::SecretKey) -> Self {
        Self(Text::of(&core.reveal().into()))
    }
    fn into_core(self) -> Option<account::SecretKey> {
        account::SecretKey::new(self.0.into_core()?.reveal()).ok()
    }
}
plain!(SecretKey);

stored_struct!(
    /// An older key that still works for a while.
    RetiringKey of account::RetiringKey { secret: SecretKey, until: Timestamp }
);
stored_struct!(
    /// The keys of an account.
    Secrets of crate::codec::kind::Secrets {
        current: SecretKey,
        retiring: Option<RetiringKey>,
        #[serde(default)]
        api_key: Option<SecretKey>,
    }
);
