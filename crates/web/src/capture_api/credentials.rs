//! Who is calling: an account, by a signature over its body, by Basic or by a single-use bearer
//! token.
//!
//! A signature proves nothing before the body is read. Until then whoever calls is a stranger,
//! whatever customer id they name, and whether there is such a customer makes no difference to what
//! is done.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use proofing::App;
use proofing::acts::authenticate::Caller;
use verification::account::{Account, SecretKey};
use wire::capture::FaultKind;
use wire::capture::signature::{Bond, CUSTOMER_ID, Digest, Given, SIGNATURE, SIGNATURE_TIME};

use super::refusal::fault;
use crate::caller::basic;

/// The account that calls, as far as its headers tell.
pub(super) enum Known {
    /// The headers proved it.
    Shown(Arc<Account>),
    /// The signature will, if it is one of the body, and of what the call is bound to, by a key of
    /// this account. `None` where no account has the customer id, or where the account wants calls
    /// to be bound and this one is not: such a call is heard like any other, and refused at its
    /// end.
    Claimed(Given, Option<Bond>, Option<(Arc<Account>, Vec<SecretKey>)>),
}

/// Why nobody is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    /// Nothing in the headers says who calls.
    Silent,
    /// Something does, and it is wrong.
    Wrong {
        /// By the headers of a signature, which go with base64.
        is_signed: bool,
    },
    /// It could not be looked up.
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
    // A client that proves itself by Basic may name its customer id all the same.
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

/// A key of nobody's, in the place of that of a customer who does not exist.
const NOBODYS: &str = "an unknown customer id takes as long as a known one";

impl Known {
    /// The account with the key and the hash that answers are signed with, if the body is what the
    /// caller signed.
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
