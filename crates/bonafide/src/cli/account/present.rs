//! Prints accounts and keys.

use bonafide::out;
use serde_json::{Value, json};
use verification::account::{
    Account as Stored, Environment, PostbackEncoding, SignatureScheme, Site,
};
use verification::request::HttpUrl;
use verification::rules::Retention;
use verification::status::Profile;
use wire::verify::signature;

use crate::cli::common::time;

/// Prints the keys of an account.
pub(super) fn show_keys(account: &Stored, as_json: bool) {
    let webhook_secret = signature::webhook_secret(&account.secret);
    if as_json {
        out::line(json!({
            "id": account.id.to_string(),
            "name": account.name,
            "client_id": account.client_id,
            "secret_key": account.secret.reveal(),
            "webhook_secret": webhook_secret,
        }));
        return;
    }
    out::line(format!("account         {} ({})", account.name, account.id));
    out::line(format!("client id       {}", account.client_id));
    out::line(format!("secret key      {}", account.secret.reveal()));
    out::line(format!("webhook secret  {webhook_secret}"));
    out::line("Save the secret key now: it is not shown again.");
}

/// Prints the keys of the capture protocol.
pub(super) fn show_capture_key(account: &Stored, as_json: bool) {
    let (customer, key) = (account.customer_id(), account.api_key().reveal());
    if as_json {
        out::line(json!({"name": account.name, "customer_id": customer, "api_key": key}));
        return;
    }
    out::line(format!("customer id  {customer}"));
    out::line(format!("API key      {key}"));
}

/// Prints accounts with their settings.
pub(super) fn show_accounts(accounts: Vec<Stored>, as_json: bool) {
    if as_json {
        for account in &accounts {
            out::line(as_value(account));
        }
        return;
    }
    let rows = accounts.into_iter().map(|account| {
        let domains = Vec::from_iter(account.settings.callback_domains).join(" ");
        [
            account.name,
            account.client_id,
            environment(account.environment).to_owned(),
            scheme(account.settings.signature).to_owned(),
            if domains.is_empty() {
                "any".to_owned()
            } else {
                domains
            },
            match account.settings.retention {
                Retention::UntilDeleted => "until deleted".to_owned(),
                Retention::Days(days) => format!("{days} days"),
            },
            time(Some(account.created_at)),
        ]
    });
    let header = [
        "name",
        "client id",
        "environment",
        "signature",
        "callbacks to",
        "kept",
        "created",
    ];
    let nothing = "there is no account yet; create one with `bonafide account create NAME`";
    out::table_or(nothing, header, rows);
}

fn as_value(account: &Stored) -> Value {
    json!({
        "id": account.id.to_string(),
        "name": account.name,
        "client_id": account.client_id,
        "environment": environment(account.environment),
        "signature": scheme(account.settings.signature),
        "callback_domains": account.settings.callback_domains,
        "retention_days": match account.settings.retention {
            Retention::UntilDeleted => None,
            Retention::Days(days) => Some(days),
        },
        "four_eyes": account.settings.four_eyes,
        "review_hours": account.settings.review_hours,
        "duplicates": account.settings.searches_duplicates,
        "enrolment": account.settings.enrols_faces,
        "capture": capture(account),
        "created_at": account.created_at.to_string(),
    })
}

const fn environment(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "production",
        Environment::Trial => "trial",
    }
}

const fn scheme(scheme: SignatureScheme) -> &'static str {
    match scheme {
        SignatureScheme::New => "new",
        SignatureScheme::Old => "old",
    }
}

const fn postbacks(encoding: PostbackEncoding) -> &'static str {
    match encoding {
        PostbackEncoding::AsStarted => "as_started",
        PostbackEncoding::Json => "json",
        PostbackEncoding::Base64 => "base64",
    }
}

const fn profile(profile: Profile) -> &'static str {
    match profile {
        Profile::Table => "table",
        Profile::V3_5_8 => "3.5.8",
    }
}

/// The settings of the capture protocol and the hosted pages. Of the skin, only its name is shown.
fn capture(account: &Stored) -> Value {
    let settings = &account.settings;
    let signals = settings.signals.as_ref();
    let signals = signals.map(|signals| signals.iter().map(|signal| signal.word()));
    json!({
        "customer_id": account.customer_id(),
        "signals": signals.map(Iterator::collect::<Vec<_>>),
        "postbacks": postbacks(settings.postback_encoding),
        "bound_signatures": settings.binds_signatures,
        "messages": profile(settings.messages),
        "own_status_codes": settings.own_status_codes,
        "link_token": if settings.token_is_transaction_id { "transaction_id" } else { "random" },
        "landing": !settings.skip_landing,
        "privacy_policy_url": settings.privacy_policy_url.as_ref().map(HttpUrl::as_str),
        "biometric_policy_url": settings.biometric_policy_url.as_ref().map(HttpUrl::as_str),
        "frame_ancestors": settings.frame_ancestors.iter().map(Site::as_str).collect::<Vec<_>>(),
        "skin": settings.skin.name,
    })
}
