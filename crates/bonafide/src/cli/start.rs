//! `bonafide start`: staff start a transaction for a person (status event 100). Works while the server
//! runs; the server sends the link.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use bonafide::out;
use bonafide::wiring::Office;
use clap::builder::PossibleValuesParser;
use clap::{Args, value_parser};
use proofing::Principal;
use serde_json::{Map, Value, json};
use verification::Origin;
use verification::account::Account;
use verification::capture::{CaptureDocument, CaptureLanguage, Kind, Signal};
use verification::request::Reference;
use wire::capture::Encoding;
use wire::capture::parse::{Call, Start as Asked};

use super::common::Common;
use crate::runtime::block_on;

/// Flags of `start`.
#[derive(Debug, Args)]
pub(super) struct Start {
    /// The account's name.
    account: String,
    /// The type of the document.
    #[arg(long, value_name = "TYPE", default_value = "na_dl", value_parser = documents())]
    document_type: String,
    /// What is to be found out; may be given again. None: what the account usually gets.
    #[arg(long, value_name = "SIGNAL", value_parser = signals())]
    signal: Vec<String>,
    /// For how many minutes the link lives.
    #[arg(long, value_name = "MINUTES", default_value_t = 10, value_parser = value_parser!(u8).range(1..=30))]
    ttl: u8,
    /// Send the link in a text message to this number, like +12125550100.
    #[arg(long, value_name = "NUMBER", group = "channel")]
    sms: Option<String>,
    /// Send the link by WhatsApp to this number.
    #[arg(long, value_name = "NUMBER", group = "channel")]
    whatsapp: Option<String>,
    /// Send the link to this e-mail address.
    #[arg(long, value_name = "ADDRESS", group = "channel")]
    email: Option<String>,
    /// The text of the message, in place of the usual one.
    #[arg(long, value_name = "TEXT", requires = "channel")]
    message: Option<String>,
    /// The language of the pages.
    #[arg(long, value_name = "LANGUAGE", value_parser = languages())]
    language: Option<String>,
    /// A label of the place, for reports.
    #[arg(long, value_name = "TEXT")]
    location: Option<String>,
    /// A label of the purpose, for reports.
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,
    /// Where the log is told.
    #[arg(long, value_name = "URL")]
    status_url: Option<String>,
    /// Where the results are told.
    #[arg(long, value_name = "URL")]
    results_url: Option<String>,
    /// Print one JSON object.
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
            let desk = Office::open_existing(&self.common.settings()?)?.desk;
            let account = account(desk.accounts(Principal::Operator).await?, &self.account)?;
            let asked = self.asked(&account)?;
            // The transaction's id takes its place.
            let reference = Reference::parse("transaction")?;
            let origin = Origin::default();
            let opened = desk
                .start(
                    Principal::Operator,
                    &account,
                    asked.into_request(reference),
                    origin,
                )
                .await?;
            let url = desk.capture_url(&opened);
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
        out::line(format!("until        {}", expires_at.unwrap_or_default()));
        Ok(())
    }

    /// What a client would ask for, by the same rules; only that staff asked.
    fn asked(&self, account: &Account) -> Result<Asked> {
        let mut public = Map::new();
        let mut private = Map::new();
        let texts = [
            ("capture_language", &self.language),
            ("status_url", &self.status_url),
            ("results_url", &self.results_url),
        ];
        for (key, text) in texts {
            public.extend(text.clone().map(|text| (key.to_owned(), Value::from(text))));
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
        let said = |fault: wire::capture::Fault| anyhow!(fault.message);
        let call = Call::read(call.as_bytes()).map_err(said)?;
        let mut asked =
            Asked::read(&call, account.settings.signals.as_ref(), Encoding::Json).map_err(said)?;
        asked.terms.kind = Kind::Portal;
        asked.terms.return_link = asked.terms.send_link.is_none();
        Ok(asked)
    }
}

fn account(accounts: Vec<Account>, name: &str) -> Result<Arc<Account>> {
    accounts
        .into_iter()
        .find(|account| account.name == name)
        .map(Arc::new)
        .with_context(|| format!("there is no account {name}"))
}
