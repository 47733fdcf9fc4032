//! Accounts.

use std::collections::{BTreeMap, BTreeSet};

use testkit::builders::{at, url};
use verification::Service;
use verification::account::{
    Account, AccountSettings, CaptureKey, Environment, Logo, PostbackEncoding, RetiringKey,
    SecretKey, SignatureScheme, Skin,
};
use verification::capture::Signal;
use verification::rules::Retention;
use verification::status::Profile;

use super::parts::turn;

/// Accounts with every setting.
pub(crate) fn accounts() -> Vec<Account> {
    let encodings = [
        PostbackEncoding::AsStarted,
        PostbackEncoding::Json,
        PostbackEncoding::Base64,
    ];
    let of = |number: usize| Account {
        environment: turn(&[Environment::Production, Environment::Trial], number),
        retiring: Some(RetiringKey {
            secret: SecretKey::new("an older secret key of 34 letters").unwrap(),
            until: at(86_400),
        }),
        capture_key: Some(CaptureKey {
            customer_id: format!("customer-{number}"),
            api_key: SecretKey::new("a key for the bodies, of 35 letters").unwrap(),
        }),
        settings: AccountSettings {
            signature: turn(&[SignatureScheme::New, SignatureScheme::Old], number),
            callback_domains: BTreeSet::from(["shop.example".to_owned()]),
            denied_services: Service::ALL.iter().copied().collect(),
            retention: turn(&[Retention::UntilDeleted, Retention::Days(30)], number),
            own_status_codes: true,
            skip_landing: true,
            privacy_policy_url: Some(url("https://shop.example/privacy")),
            biometric_policy_url: Some(url("https://shop.example/biometrics")),
            skin: Skin {
                name: Some("Shop".to_owned()),
                logo: Some(Logo {
                    media: "image/png".to_owned(),
                    base64: "iVBORw0KGgo=".to_owned(),
                }),
                accent: Some("#005fcc".to_owned()),
                background: Some("#ffffff".to_owned()),
                texts: BTreeMap::from([("en/title".to_owned(), "Hello".to_owned())]),
            },
            postback_encoding: turn(&encodings, number),
            messages: turn(&[Profile::Table, Profile::V3_5_8], number),
            token_is_transaction_id: true,
            signals: Some(Signal::ALL.iter().copied().collect()),
            frame_ancestors: BTreeSet::from([verification::account::Site::parse(
                "https://shop.example",
            )
            .unwrap()]),
            binds_signatures: true,
            four_eyes: false,
            review_hours: None,
            // Not stored while it is not set.
            searches_duplicates: false,
            enrols_faces: false,
        },
        ..testkit::builders::account(number as u128 + 1)
    };
    (0..3).map(of).collect()
}
