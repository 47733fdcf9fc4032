//! Who is calling: an account, by a signature over its body, by Basic or by a single-use bearer token.
//!
//! Only the account of a signature can be known before the body is read: whoever knows a customer id can
//! make the server take in a body, under the limits that bodies have.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use proofing::Desk;
use proofing::acts::authenticate::Caller;
use verification::account::{Account, SecretKey};
use wire::capture::FaultKind;
use wire::capture::signature::{Bond, CUSTOMER_ID, Digest, Given, SIGNATURE, SIGNATURE_TIME};

use super::refusal::fault;
use crate::caller::basic;

/// The account that calls, as far as its headers tell.
pub(super) struct Known {
    pub(super) account: Arc<Account>,
    pub(super) proof: Proof,
}

/// What proves it.
pub(super) enum Proof {
    /// The headers did.
    Shown,
    /// The signature will, if it is one of the body, and of what the call is bound to, by one of these keys.
    Signed(Given, Option<Bond>, Vec<SecretKey>),
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
pub(super) async fn identify(
    desk: &Desk,
    headers: &HeaderMap,
    path: &str,
) -> Result<Known, Unknown> {
    if let Some(customer) = text(headers, &HeaderName::from_static(CUSTOMER_ID)) {
        return by_signature(desk, headers, customer, path).await;
    }
    match text(headers, &header::AUTHORIZATION) {
        Some(offered) => by_authorization(desk, offered).await,
        None => Err(Unknown::Silent),
    }
}

async fn by_signature(
    desk: &Desk,
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
        (None, Some(offered)) => return by_authorization(desk, offered).await,
        (None, None) => return Err(wrong),
    };
    let time = headers.get(HeaderName::from_static(SIGNATURE_TIME));
    let bond = match time.map(HeaderValue::to_str) {
        None => None,
        Some(Ok(time)) => Some(Bond::read(time, path, desk.now()).ok_or(wrong)?),
        Some(Err(_)) => return Err(wrong),
    };
    match desk.customer(customer).await {
        Ok(Some((account, _))) if account.settings.binds_signatures && bond.is_none() => Err(wrong),
        Ok(Some((account, keys))) => Ok(Known {
            account,
            proof: Proof::Signed(given, bond, keys),
        }),
        Ok(None) => Err(wrong),
        Err(error) => Err(Unknown::Failed(fault(error).kind)),
    }
}

async fn by_authorization(desk: &Desk, offered: &str) -> Result<Known, Unknown> {
    let wrong = Unknown::Wrong { is_signed: false };
    let (scheme, value) = offered.split_once(' ').unwrap_or((offered, ""));
    let value = value.trim();
    let found = if scheme.eq_ignore_ascii_case("basic") {
        let (client, secret) = basic(value).ok_or(wrong)?;
        match desk.authenticate(&client, &secret).await {
            Ok(Caller::Known(account, _)) => Ok(Some(account)),
            Ok(Caller::WrongSecret(_) | Caller::Unknown) => Ok(None),
            Err(error) => Err(error),
        }
    } else if scheme.eq_ignore_ascii_case("bearer") {
        desk.take_token(value).await
    } else {
        Ok(None)
    };
    match found {
        Ok(Some(account)) => Ok(Known {
            account,
            proof: Proof::Shown,
        }),
        Ok(None) => Err(wrong),
        Err(error) => Err(Unknown::Failed(fault(error).kind)),
    }
}

/// The key and the hash that answers are signed with, if the body is what the caller signed.
pub(super) fn signer(account: &Account, proof: &Proof, body: &[u8]) -> Option<(SecretKey, Digest)> {
    match proof {
        Proof::Shown => Some((account.api_key().clone(), Digest::default())),
        Proof::Signed(given, bond, keys) => keys
            .iter()
            .find(|key| given.is_of(key, bond.as_ref(), body))
            .map(|key| (key.clone(), given.digest)),
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
