//! What `bonafide account set` can change.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use verification::account::{AccountSettings, PostbackEncoding, SignatureScheme, Site, Skin};
use verification::capture::Signal;
use verification::request::HttpUrl;
use verification::rules::Retention;
use verification::status::Profile;

use super::{branding, start, values};

/// The longest retention of verifications in days.
pub(super) const MOST_DAYS: u32 = 36_500;

/// The longest time limit of a review: ten years.
const MOST_HOURS: u32 = 87_600;

/// Options of `account set`. A call without any of them is refused.
#[derive(Debug, Args)]
#[group(multiple = true)]
pub(super) struct Changes {
    /// Delete the data of verifications completed from now on after this many days.
    #[arg(long, value_name = "DAYS", value_parser = values::number::<u32>(1, MOST_DAYS), allow_negative_numbers = true, conflicts_with = "keep")]
    retention_days: Option<u32>,
    /// Keep verifications completed from now on until they are deleted.
    #[arg(long)]
    keep: bool,
    /// Let a second person confirm what a reviewer decides, before the business is told.
    #[arg(long, value_name = "YES|NO")]
    four_eyes: Option<Switch>,
    /// Mark cases in review as overdue after this many hours.
    #[arg(long, value_name = "HOURS", value_parser = values::number::<u32>(1, MOST_HOURS), allow_negative_numbers = true, conflicts_with = "no_review_hours")]
    review_hours: Option<u32>,
    /// Mark no case in review as overdue.
    #[arg(long)]
    no_review_hours: bool,
    /// Allow callbacks only to this host and its subdomains; may be repeated. Replaces the list set
    /// before.
    #[arg(long, value_name = "DOMAIN", value_parser = values::host_name, conflicts_with = "any_callback_domain")]
    callback_domain: Vec<String>,
    /// Allow callbacks to any host.
    #[arg(long)]
    any_callback_domain: bool,
    /// Sign callbacks as for accounts created before March 2023.
    #[arg(long, conflicts_with = "new_signature")]
    old_signature: bool,
    /// Sign callbacks as for accounts created since March 2023.
    #[arg(long)]
    new_signature: bool,
    /// Let requests search the account's customers for duplicates. `no` removes everything by which
    /// they are found.
    #[arg(long, value_name = "YES|NO")]
    duplicates: Option<Switch>,
    /// Let requests enrol the faces of customers and compare with them. With `yes` the business
    /// states that people whose pictures it sends itself have agreed.
    #[arg(long, value_name = "YES|NO")]
    enrolment: Option<Switch>,
    /// Allow the account to request only this signal; may be repeated. Replaces the list set
    /// before.
    #[arg(long, value_name = "SIGNAL", value_parser = start::signals(), conflicts_with = "all_signals", help_heading = CAPTURE)]
    signal: Vec<String>,
    /// Allow the account to request every signal.
    #[arg(long, help_heading = CAPTURE)]
    all_signals: bool,
    /// Encoding of postbacks.
    #[arg(long, value_name = "ENCODING", help_heading = CAPTURE)]
    postbacks: Option<Encoding>,
    /// Require signed calls to carry a timestamp, and the signature to cover it and the path.
    #[arg(long, value_name = "YES|NO", help_heading = CAPTURE)]
    bound_signatures: Option<Switch>,
    /// Wording of status events.
    #[arg(long, value_name = "PROFILE", help_heading = CAPTURE)]
    messages: Option<Wording>,
    /// Record this server's own status events, code 3000 and up, in the journals.
    #[arg(long, value_name = "YES|NO", help_heading = CAPTURE)]
    own_status_codes: Option<Switch>,
    /// What a link to the hosted pages contains.
    #[arg(long, value_name = "TOKEN", help_heading = CAPTURE)]
    link_token: Option<Token>,
    /// Start the hosted pages with a landing page.
    #[arg(long, value_name = "YES|NO", help_heading = CAPTURE)]
    landing: Option<Switch>,
    /// URL of the privacy policy.
    #[arg(long, value_name = "URL", value_parser = values::url, help_heading = CAPTURE)]
    privacy_policy: Option<HttpUrl>,
    /// URL of the biometric policy.
    #[arg(long, value_name = "URL", value_parser = values::url, help_heading = CAPTURE)]
    biometric_policy: Option<HttpUrl>,
    /// Allow this site, such as https://shop.example.com, to embed the hosted pages; may be
    /// repeated. Replaces the list set before.
    #[arg(long, value_name = "SITE", value_parser = Site::parse, conflicts_with = "no_frames", help_heading = CAPTURE)]
    frame_ancestor: Vec<Site>,
    /// Allow no site to embed the hosted pages.
    #[arg(long, help_heading = CAPTURE)]
    no_frames: bool,
    /// TOML file with the branding of the hosted pages: name, logo, accent, background and texts.
    #[arg(long, value_name = "FILE", conflicts_with = "plain_skin", help_heading = CAPTURE)]
    skin: Option<PathBuf>,
    /// Restore the default branding of the hosted pages.
    #[arg(long, help_heading = CAPTURE)]
    plain_skin: bool,
}

const CAPTURE: &str = "Capture protocol and hosted pages";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Encoding {
    /// The encoding of the call that started the transaction.
    AsStarted,
    /// JSON.
    Json,
    /// JSON encoded in Base64.
    Base64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Wording {
    /// The published table.
    Table,
    /// Version 3.5.8.
    #[value(name = "3.5.8")]
    V3_5_8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    Yes,
    No,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Token {
    /// A random token that cannot be guessed.
    Random,
    /// The transaction ID: anyone who knows it can use the link.
    TransactionId,
}

impl Changes {
    /// Reads the named files first, so that a mistake in one of them changes nothing.
    pub(super) fn read(self) -> Result<Ready> {
        let skin = match &self.skin {
            Some(file) => Some(branding::read(file)?),
            None => self.plain_skin.then(Skin::default),
        };
        Ok(Ready {
            skin,
            changes: self,
        })
    }

    fn apply(self, settings: &mut AccountSettings) {
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
        if let Some(switch) = self.enrolment {
            settings.enrols_faces = switch == Switch::Yes;
        }
        if let Some(switch) = self.duplicates {
            settings.searches_duplicates = switch == Switch::Yes;
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
        if let Some(switch) = self.four_eyes {
            settings.four_eyes = switch == Switch::Yes;
        }
        if let Some(hours) = self.review_hours {
            settings.review_hours = Some(hours);
        } else if self.no_review_hours {
            settings.review_hours = None;
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

/// Changes whose files have been read.
pub(super) struct Ready {
    changes: Changes,
    skin: Option<Skin>,
}

impl Ready {
    pub(super) fn apply(self, settings: &mut AccountSettings) {
        if let Some(skin) = self.skin {
            settings.skin = skin;
        }
        self.changes.apply(settings);
    }
}
