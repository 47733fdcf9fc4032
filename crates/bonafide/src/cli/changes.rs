//! What `bonafide account set` can change of an account.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum, value_parser};
use verification::account::{PostbackEncoding, Settings, SignatureScheme, Site, Skin};
use verification::capture::Signal;
use verification::request::HttpUrl;
use verification::rules::Retention;
use verification::status::Profile;

use super::{skin, start, values};

/// How long verifications may be kept, in days.
pub(super) const DAYS: RangeInclusive<i64> = 1..=36_500;

/// What to change of an account: one thing at least.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(super) struct Changes {
    /// Forget verifications that are completed from now on after this many days.
    #[arg(long, value_name = "DAYS", value_parser = value_parser!(u32).range(DAYS), conflicts_with = "keep")]
    retention_days: Option<u32>,
    /// Keep verifications that are completed from now on until someone deletes them.
    #[arg(long)]
    keep: bool,
    /// A host name that callbacks may go to, with its subdomains, in place of those set before; may be
    /// given again.
    #[arg(long, value_name = "DOMAIN", value_parser = values::host_name, conflicts_with = "any_callback_domain")]
    callback_domain: Vec<String>,
    /// Let callbacks go to any domain.
    #[arg(long)]
    any_callback_domain: bool,
    /// Sign as for accounts from before March 2023.
    #[arg(long, conflicts_with = "new_signature")]
    old_signature: bool,
    /// Sign as for accounts since March 2023.
    #[arg(long)]
    new_signature: bool,
    /// A signal of the capture protocol that it may ask for, in place of those set before; may be given
    /// again.
    #[arg(long, value_name = "SIGNAL", value_parser = start::signals(), conflicts_with = "all_signals", help_heading = CAPTURE)]
    signal: Vec<String>,
    /// Let it ask for every signal.
    #[arg(long, help_heading = CAPTURE)]
    all_signals: bool,
    /// How postbacks are encoded.
    #[arg(long, value_name = "ENCODING", help_heading = CAPTURE)]
    postbacks: Option<Encoding>,
    /// Signed calls must carry a time and be signed with it and their path, or need not.
    #[arg(long, value_name = "YES|NO", help_heading = CAPTURE)]
    bound_signatures: Option<Switch>,
    /// Whose wording the status events have.
    #[arg(long, value_name = "PROFILE", help_heading = CAPTURE)]
    messages: Option<Wording>,
    /// Status events of this server's own, from 3000 on, are in its journals, or are not.
    #[arg(long, value_name = "YES|NO", help_heading = CAPTURE)]
    own_status_codes: Option<Switch>,
    /// What opens the hosted pages: a token that cannot be guessed, or the transaction id.
    #[arg(long, value_name = "TOKEN", help_heading = CAPTURE)]
    link_token: Option<Token>,
    /// The hosted pages begin with the landing page, or without it.
    #[arg(long, value_name = "YES|NO", help_heading = CAPTURE)]
    landing: Option<Switch>,
    /// Where the privacy policy stands.
    #[arg(long, value_name = "URL", value_parser = policy, help_heading = CAPTURE)]
    privacy_policy: Option<HttpUrl>,
    /// Where the biometric policy stands.
    #[arg(long, value_name = "URL", value_parser = policy, help_heading = CAPTURE)]
    biometric_policy: Option<HttpUrl>,
    /// A site that may show the hosted pages in a frame, in place of those set before, written like
    /// https://shop.example.com; may be given again.
    #[arg(long, value_name = "SITE", value_parser = Site::parse, conflicts_with = "no_frames", help_heading = CAPTURE)]
    frame_ancestor: Vec<Site>,
    /// Let nobody show the hosted pages in a frame.
    #[arg(long, help_heading = CAPTURE)]
    no_frames: bool,
    /// How the hosted pages look: a file with name, logo, accent, background and texts.
    #[arg(long, value_name = "FILE", conflicts_with = "plain_skin", help_heading = CAPTURE)]
    skin: Option<PathBuf>,
    /// Let the hosted pages look as they do for everybody.
    #[arg(long, help_heading = CAPTURE)]
    plain_skin: bool,
}

const CAPTURE: &str = "Capture protocol and hosted pages";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Encoding {
    /// As the start of each transaction was written.
    AsStarted,
    /// JSON.
    Json,
    /// Base64 text of the JSON.
    Base64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Wording {
    /// The published table's.
    Table,
    /// That of version 3.5.8.
    #[value(name = "3.5.8")]
    V3_5_8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    /// They do.
    Yes,
    /// They do not.
    No,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Token {
    /// One that cannot be guessed.
    Random,
    /// The transaction id: whoever knows it can walk the pages.
    TransactionId,
}

fn policy(text: &str) -> Result<HttpUrl, String> {
    HttpUrl::parse(text).map_err(|why| format!("the address {why}"))
}

impl Changes {
    /// Reads the files that are named, so that a mistake in one changes nothing.
    pub(super) fn read(self) -> Result<Ready> {
        let skin = match &self.skin {
            Some(file) => Some(skin::read(file)?),
            None => self.plain_skin.then(Skin::default),
        };
        Ok(Ready {
            skin,
            changes: self,
        })
    }

    fn apply(self, settings: &mut Settings) {
        if let Some(days) = self.retention_days {
            settings.retention = Retention::Days(days);
        } else if self.keep {
            settings.retention = Retention::UntilDeleted;
        }
        if self.any_callback_domain || !self.callback_domain.is_empty() {
            settings.callback_domains = self.callback_domain.into_iter().collect();
        }
        if self.old_signature {
            settings.signature = SignatureScheme::Old;
        } else if self.new_signature {
            settings.signature = SignatureScheme::New;
        }
        if self.all_signals {
            settings.signals = None;
        } else if !self.signal.is_empty() {
            let signals = self.signal.iter();
            settings.signals = Some(signals.filter_map(|word| Signal::from_word(word)).collect());
        }
        if let Some(encoding) = self.postbacks {
            settings.postback_encoding = match encoding {
                Encoding::AsStarted => PostbackEncoding::AsStarted,
                Encoding::Json => PostbackEncoding::Json,
                Encoding::Base64 => PostbackEncoding::Base64,
            };
        }
        if let Some(switch) = self.bound_signatures {
            settings.binds_signatures = switch == Switch::Yes;
        }
        if let Some(wording) = self.messages {
            settings.messages = match wording {
                Wording::Table => Profile::Table,
                Wording::V3_5_8 => Profile::V3_5_8,
            };
        }
        if let Some(switch) = self.own_status_codes {
            settings.own_status_codes = switch == Switch::Yes;
        }
        if let Some(token) = self.link_token {
            settings.token_is_transaction_id = token == Token::TransactionId;
        }
        if let Some(switch) = self.landing {
            settings.skip_landing = switch == Switch::No;
        }
        if self.no_frames || !self.frame_ancestor.is_empty() {
            settings.frame_ancestors = self.frame_ancestor.into_iter().collect();
        }
        settings.privacy_policy_url = self.privacy_policy.or(settings.privacy_policy_url.take());
        settings.biometric_policy_url = self
            .biometric_policy
            .or(settings.biometric_policy_url.take());
    }
}

/// Changes whose files were read.
pub(super) struct Ready {
    changes: Changes,
    skin: Option<Skin>,
}

impl Ready {
    pub(super) fn apply(self, settings: &mut Settings) {
        if let Some(skin) = self.skin {
            settings.skin = skin;
        }
        self.changes.apply(settings);
    }
}
