//! `bonafide start`: starts a capture transaction for a person on behalf of staff (status event
//! 100). Works while the server runs; the server sends the link.

use std::sync::Arc;

use anyhow::{Result, anyhow, bail};
use bonafide::config::By;
use bonafide::wiring::LocalApp;
use bonafide::{listening, out};
use clap::Args;
use clap::builder::PossibleValuesParser;
use proofing::{Error, Principal};
use serde_json::{Map, Value, json};
use verification::Origin;
use verification::account::Account;
use verification::capture::{CaptureDocument, CaptureLanguage, Channel, Kind, Signal};
use verification::request::{HttpUrl, Reference};
use wire::capture::Encoding;
use wire::capture::parse::{Call, Start as Asked};

use super::common::{Common, account_named, time};
use super::values;
use crate::runtime::block_on;

/// Flags of `start`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bonafide start acme
  bonafide start acme --sms +12125550100 --ttl 30 --language es-mx
  bonafide start acme --document-type passport --status-url https://shop.example/events --json

The server of the data folder has to run, because the link leads to it.")]
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
    #[arg(long, value_name = "MINUTES", default_value_t = 10, value_parser = values::number::<u8>(1, 30), allow_negative_numbers = true)]
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
    #[arg(long, value_name = "TEXT", requires = "channel", value_parser = values::message)]
    message: Option<String>,
    /// Language of the pages.
    #[arg(long, value_name = "LANGUAGE", value_parser = languages())]
    language: Option<String>,
    /// Label for the location, shown in reports.
    #[arg(long, value_name = "TEXT", value_parser = values::line)]
    location: Option<String>,
    /// Label for the purpose, shown in reports.
    #[arg(long, value_name = "TEXT", value_parser = values::line)]
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
            let settings = self.common.settings()?;
            let app = LocalApp::open_existing(&settings)?.app;
            let account = Arc::new(account_named(&app, &self.account).await?);
            let asked = self.asked(&account)?;
            if let Some(channel) = self.channel()
                && settings.integrations().by(channel) == By::Nothing
            {
                return Err(not_set_up(channel));
            }
            // Its link would lead nowhere, and nobody would send it.
            if !listening::is_reached(&settings.data) {
                bail!(
                    "no server is running on {0}, so nothing was started; run `bonafide serve --data {0}` first",
                    settings.data.display()
                );
            }
            // The transaction's id takes its place.
            let reference = Reference::parse("transaction")?;
            let origin = Origin::default();
            let opened = app.start(
                Principal::Operator,
                &account,
                asked.into_request(reference),
                origin,
            );
            let opened = opened.await.map_err(refusal)?;
            let url = app.capture_url(&opened);
            Ok((opened, url))
        })?;
        let (verification, url) = opened;
        let transaction = verification.transaction.to_string();
        if self.json {
            out::line(json!({
                "transaction_id": transaction,
                "capture_url": url,
                "expires_at": verification.expires_at.map(|end| end.to_string()),
            }));
            return Ok(());
        }
        let expires = verification
            .expires_at
            .map(|end| format!("{} UTC", time(Some(end))));
        out::facts([
            ("transaction", transaction),
            ("link", url.unwrap_or_default()),
            ("expires", expires.unwrap_or_default()),
        ]);
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

    /// Returns the channel that is to send the link, if any.
    const fn channel(&self) -> Option<Channel> {
        if self.sms.is_some() {
            Some(Channel::Sms)
        } else if self.whatsapp.is_some() {
            Some(Channel::Whatsapp)
        } else if self.email.is_some() {
            Some(Channel::Email)
        } else {
            None
        }
    }
}

fn not_set_up(channel: Channel) -> anyhow::Error {
    let what = match channel {
        Channel::Sms => "text messages are",
        Channel::Whatsapp => "WhatsApp messages are",
        Channel::Email => "e-mails are",
    };
    anyhow!(
        "{what} not set up; fill in [{}] in the configuration",
        channel.word()
    )
}

/// Explains why the transaction was not started, by the flag that is to blame.
fn refusal(error: Error) -> anyhow::Error {
    match error {
        Error::Invalid {
            key: key @ ("status_url" | "results_url"),
            why,
            ..
        } => {
            let why = why.to_string().replacen("The address", "the address", 1);
            anyhow!("--{}: {}", key.replace('_', "-"), why.trim_end_matches('.'))
        }
        error => error.into(),
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
