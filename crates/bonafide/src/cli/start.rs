//! `bonafide start`: starts a capture transaction for a person on behalf of staff (status event
//! 100). Works while the server runs; the server sends the link.

use std::sync::Arc;

use anyhow::{Result, anyhow};
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::builder::PossibleValuesParser;
use clap::{Args, value_parser};
use proofing::{Error, Principal};
use serde_json::{Map, Value, json};
use verification::Origin;
use verification::account::Account;
use verification::capture::{CaptureDocument, CaptureLanguage, Kind, Signal};
use verification::request::{HttpUrl, Reference};
use wire::capture::Encoding;
use wire::capture::parse::{Call, Start as Asked};

use super::common::{Common, account_named};
use super::values;
use crate::runtime::block_on;

/// Flags of `start`.
#[derive(Debug, Args)]
pub(super) struct Start {
    /// Name of the account.
    account: String,
    /// Type of document to capture.
    #[arg(long, value_name = "TYPE", default_value = "na_dl", value_parser = documents())]
    document_type: String,
    /// Check to run; may be repeated. Without it, the account's usual checks are run.
    #[arg(long, value_name = "SIGNAL", value_parser = signals())]
    signal: Vec<String>,
    /// Minutes until the link expires.
    #[arg(long, value_name = "MINUTES", default_value_t = 10, value_parser = value_parser!(u8).range(1..=30))]
    ttl: u8,
    /// Send the link in a text message to this number, such as +12125550100.
    #[arg(long, value_name = "NUMBER", group = "channel", value_parser = values::telephone)]
    sms: Option<String>,
    /// Send the link by WhatsApp to this number, such as +12125550100.
    #[arg(long, value_name = "NUMBER", group = "channel", value_parser = values::telephone)]
    whatsapp: Option<String>,
    /// Send the link to this e-mail address.
    #[arg(long, value_name = "ADDRESS", group = "channel", value_parser = values::email)]
    email: Option<String>,
    /// Text of the message, instead of the usual one.
    #[arg(long, value_name = "TEXT", requires = "channel")]
    message: Option<String>,
    /// Language of the pages.
    #[arg(long, value_name = "LANGUAGE", value_parser = languages())]
    language: Option<String>,
    /// Label for the location, shown in reports.
    #[arg(long, value_name = "TEXT")]
    location: Option<String>,
    /// Label for the purpose, shown in reports.
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,
    /// URL for status events.
    #[arg(long, value_name = "URL", value_parser = values::url)]
    status_url: Option<HttpUrl>,
    /// URL for the results.
    #[arg(long, value_name = "URL", value_parser = values::url)]
    results_url: Option<HttpUrl>,
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    common: Common,
}

fn documents() -> PossibleValuesParser {
    PossibleValuesParser::new(CaptureDocument::ALL.iter().map(|word| word.word()))
}

pub(super) fn signals() -> PossibleValuesParser {
    PossibleValuesParser::new(Signal::ALL.iter().map(|word| word.word()))
}

fn languages() -> PossibleValuesParser {
    PossibleValuesParser::new(CaptureLanguage::ALL.iter().map(|word| word.word()))
}

impl Start {
    pub(super) fn run(self) -> Result<()> {
        let opened = block_on(async {
            let app = LocalApp::open_existing(&self.common.settings()?)?.app;
            let account = Arc::new(account_named(&app, &self.account).await?);
            let asked = self.asked(&account)?;
            // The transaction's id takes its place.
            let reference = Reference::parse("transaction")?;
            let origin = Origin::default();
            let opened = app.start(
                Principal::Operator,
                &account,
                asked.into_request(reference),
                origin,
            );
            let opened = opened.await.map_err(|error| self.refusal(error))?;
            let url = app.capture_url(&opened);
            Ok((opened, url))
        })?;
        let (verification, url) = opened;
        let transaction = verification.transaction.to_string();
        let expires_at = verification.expires_at.map(|end| end.to_string());
        if self.json {
            out::line(json!({
                "transaction_id": transaction,
                "capture_url": url,
                "expires_at": expires_at,
            }));
            return Ok(());
        }
        out::line(format!("transaction  {transaction}"));
        out::line(format!("link         {}", url.unwrap_or_default()));
        out::line(format!("expires      {}", expires_at.unwrap_or_default()));
        Ok(())
    }

    /// Builds the call that a client would send, under the same rules, and marks it as started by
    /// staff.
    fn asked(&self, account: &Account) -> Result<Asked> {
        let mut public = Map::new();
        let mut private = Map::new();
        let address = |url: &Option<HttpUrl>| url.as_ref().map(|url| url.as_str().to_owned());
        let texts = [
            ("capture_language", self.language.clone()),
            ("status_url", address(&self.status_url)),
            ("results_url", address(&self.results_url)),
        ];
        for (key, text) in texts {
            public.extend(text.map(|text| (key.to_owned(), Value::from(text))));
        }
        for (key, text) in [("location", &self.location), ("purpose", &self.purpose)] {
            private.extend(text.clone().map(|text| (key.to_owned(), Value::from(text))));
        }
        private.insert(
            "document_type".to_owned(),
            self.document_type.as_str().into(),
        );
        private.insert("signals".to_owned(), self.signal.clone().into());
        private.insert("ttl".to_owned(), self.ttl.into());
        let channels = [
            ("sms", &self.sms),
            ("whatsapp", &self.whatsapp),
            ("email", &self.email),
        ];
        for (channel, to) in channels {
            if let Some(to) = to {
                let link = json!({"type": channel, "to": to, "body": self.message});
                private.insert("send_link".to_owned(), link);
            }
        }
        let call = json!({"public_data": public, "private_data": private}).to_string();
        let said = |fault: wire::capture::Fault| anyhow!(in_flags(&fault.message));
        let call = Call::read(call.as_bytes()).map_err(said)?;
        let mut asked =
            Asked::read(&call, account.settings.signals.as_ref(), Encoding::Json).map_err(said)?;
        asked.terms.kind = Kind::Portal;
        asked.terms.return_link = asked.terms.send_link.is_none();
        Ok(asked)
    }

    /// Explains why the transaction was not started.
    fn refusal(&self, error: Error) -> anyhow::Error {
        match error {
            // A channel that nothing serves is all that can be wrong with it here.
            Error::Invalid {
                key: "send_link", ..
            } => {
                let (what, section) = if self.sms.is_some() {
                    ("text messages are", "sms")
                } else if self.whatsapp.is_some() {
                    ("WhatsApp messages are", "whatsapp")
                } else {
                    ("e-mails are", "email")
                };
                anyhow!("{what} not set up; fill in [{section}] in the configuration")
            }
            error => error.into(),
        }
    }
}

/// Puts the flag in place of the call's key with which a fault of the protocol begins.
fn in_flags(message: &str) -> String {
    let flags = [
        ("body", "--message"),
        ("location", "--location"),
        ("purpose", "--purpose"),
    ];
    let renamed = message
        .trim_end_matches('.')
        .split_once(' ')
        .and_then(|(key, why)| {
            let (_, flag) = flags.iter().find(|(known, _)| *known == key)?;
            Some(format!("{flag} {why}"))
        });
    renamed.unwrap_or_else(|| message.to_owned())
}
