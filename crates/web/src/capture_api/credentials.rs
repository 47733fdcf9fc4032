//! Identifies the caller: an account, by a signature over its body, by Basic authentication or by a
//! single-use bearer token.
//!
//! A signature proves nothing before the body is read. Until then the caller is a stranger,
//! whatever customer ID it names, and whether that customer exists makes no difference to what is
//! done.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use proofing::App;
use proofing::acts::authenticate::Caller;
use verification::account::{Account, SecretKey};
use wire::capture::FaultKind;
use wire::capture::signature::{Bond, CUSTOMER_ID, Digest, Given, SIGNATURE, SIGNATURE_TIME};

use super::refusal::fault;
use crate::caller::basic;

/// The account that calls, as far as its headers show.
pub(super) enum Known {
    /// The headers proved it.
    Shown(Arc<Account>),
    /// The signature will prove it if it matches the body, and whatever the call is bound to, under
    /// a key of this account. It is `None` if no account has the customer ID, or if the account
    /// wants calls to be bound and this one is not: such a call is received like any other, and
    /// refused at the end.
    Claimed(Given, Option<Bond>, Option<(Arc<Account>, Vec<SecretKey>)>),
}

/// The reason why the caller is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    /// No header identifies the caller.
    Silent,
    /// A header identifies the caller, but it is wrong.
    Wrong {
        /// The headers are those of a signature, which requires Base64.
        is_signed: bool,
    },
    /// The account could not be looked up.
    Failed(FaultKind),
}

/// Identifies the caller of a path.
pub(super) async fn identify(app: &App, headers: &HeaderMap, path: &str) -> Result<Known, Unknown> {
    if let Some(customer) = text(headers, &HeaderName::from_static(CUSTOMER_ID)) {
        return by_signature(app, headers, customer, path).await;
    }
    match text(headers, &header::AUTHORIZATION) {
        Some(offered) => by_authorization(app, offered).await,
        None => Err(Unknown::Silent),
    }
}

async fn by_signature(
    app: &App,
    headers: &HeaderMap,
    customer: &str,
    path: &str,
) -> Result<Known, Unknown> {
    let wrong = Unknown::Wrong { is_signed: true };
    // A client that uses Basic authentication may still send its customer ID.
    let given = match (
        text(headers, &HeaderName::from_static(SIGNATURE)),
        text(headers, &header::AUTHORIZATION),
    ) {
        (Some(signature), _) => Given::parse(signature).ok_or(wrong)?,
        (None, Some(offered)) => return by_authorization(app, offered).await,
        (None, None) => return Err(wrong),
    };
    let time = headers.get(HeaderName::from_static(SIGNATURE_TIME));
    let bond = match time.map(HeaderValue::to_str) {
        None => None,
        Some(Ok(time)) => Some(Bond::read(time, path, app.now()).ok_or(wrong)?),
        Some(Err(_)) => return Err(wrong),
    };
    match app.customer(customer).await {
        Ok(claimed) => {
            let takes = |account: &Account| bond.is_some() || !account.settings.binds_signatures;
            let claimed = claimed.filter(|(account, _)| takes(account));
            Ok(Known::Claimed(given, bond, claimed))
        }
        Err(error) => Err(Unknown::Failed(fault(error).kind)),
    }
}

async fn by_authorization(app: &App, offered: &str) -> Result<Known, Unknown> {
    let wrong = Unknown::Wrong { is_signed: false };
    let (scheme, value) = offered.split_once(' ').unwrap_or((offered, ""));
    let value = value.trim();
    let found = if scheme.eq_ignore_ascii_case("basic") {
        let (client, secret) = basic(value).ok_or(wrong)?;
        match app.authenticate(&client, &secret).await {
            Ok(Caller::Known(account, _)) => Ok(Some(account)),
            Ok(Caller::WrongSecret(_) | Caller::Unknown) => Ok(None),
            Err(error) => Err(error),
        }
    } else if scheme.eq_ignore_ascii_case("bearer") {
        app.take_token(value).await
    } else {
        Ok(None)
    };
    match found {
        Ok(Some(account)) => Ok(Known::Shown(account)),
        Ok(None) => Err(wrong),
        Err(error) => Err(Unknown::Failed(fault(error).kind)),
    }
}

/// A key that belongs to nobody, in place of one of a customer that does not exist.
const NOBODYS: &str = "an unknown customer id takes as long as a known one";

impl Known {
    /// Returns the account with the key and the hash with which answers are signed, if the caller
    /// signed this body.
    pub(super) fn proved(self, body: &[u8]) -> Option<(Arc<Account>, SecretKey, Digest)> {
        match self {
            Self::Shown(account) => {
                let key = account.api_key().clone();
                Some((account, key, Digest::default()))
            }
            Self::Claimed(given, bond, Some((account, keys))) => {
                let mut keys = keys.into_iter();
                let key = keys.find(|key| given.is_of(key, bond.as_ref(), body))?;
                Some((account, key, given.digest))
            }
            Self::Claimed(given, bond, None) => {
                let is_of = |key| given.is_of(&key, bond.as_ref(), body);
                let _ = SecretKey::new(NOBODYS).is_ok_and(is_of);
                None
            }
        }
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
