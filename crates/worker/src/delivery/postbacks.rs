//! The postbacks of the capture protocol: the whole log and the results, as they are at the time of
//! sending.
//!
//! The log of a deleted verification only contains which events there were; its results are gone.

use std::sync::Arc;

use async_trait::async_trait;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use proofing::ports::{Clock, Found, Store, StoreError, Vault};
use verification::Verification;
use verification::account::{Account, PostbackEncoding};
use verification::capture::Envelope;
use verification::notification::{Delivery, NotificationKind};
use wire::capture::render::{self, Asked, Image};
use wire::capture::signature::{self, Digest};
use wire::capture::{Encoding, Message};

use super::render::{RenderError, Rendered, Renderer};

/// Renders postbacks from stored data.
#[derive(Debug)]
pub struct Postbacks {
    /// Stores verifications and journals.
    pub store: Arc<dyn Store>,
    /// Stores pictures, which results contain if they were requested.
    pub vault: Arc<dyn Vault>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl Renderer for Postbacks {
    async fn render(
        &self,
        delivery: &Delivery,
        account: &Account,
    ) -> Result<Rendered, RenderError> {
        let impossible = |why: &str| RenderError::Impossible(why.to_owned());
        let found = self
            .store
            .by_id(delivery.verification)
            .await?
            .ok_or_else(|| impossible("The verification does not exist."))?;
        let envelope = match &found {
            Found::Live(stored) => stored.value.request.capture.as_ref(),
            Found::Forgotten(_) => None,
        }
        .map_or(Envelope::Json, |terms| terms.envelope);
        let message = match (delivery.told, found) {
            (NotificationKind::Journal, found) => self.log(delivery, account, &found).await?,
            (NotificationKind::Results, Found::Live(stored)) => {
                self.results(&stored.value, account).await?
            }
            (NotificationKind::Results, Found::Forgotten(_)) => {
                return Err(impossible("The verification was forgotten."));
            }
            (NotificationKind::Event(_), _) => {
                return Err(impossible("The body of this event is lost."));
            }
        };
        signed(&message, account, envelope)
            .map_err(|_| impossible("The headers could not be made."))
    }
}

impl Postbacks {
    async fn log(
        &self,
        delivery: &Delivery,
        account: &Account,
        found: &Found,
    ) -> Result<Message, StoreError> {
        let entries = self.store.journal(delivery.verification).await?;
        let transaction = match found {
            Found::Live(stored) => stored.value.transaction,
            Found::Forgotten(tombstone) => tombstone.transaction,
        };
        Ok(render::status_postback(
            transaction,
            &entries,
            account.settings.messages,
        ))
    }

    async fn results(
        &self,
        verification: &Verification,
        account: &Account,
    ) -> Result<Message, StoreError> {
        let wanted = verification
            .request
            .capture
            .as_ref()
            .is_some_and(|terms| terms.return_images);
        let mut images = Vec::new();
        if wanted {
            for evidence in self.store.evidence(verification.id).await? {
                images.push(Image {
                    slot: evidence.slot,
                    content: self.vault.get(verification.id, evidence.digest).await?,
                });
            }
        }
        let asked = Asked::of(verification, self.clock.now());
        Ok(render::results_postback(
            &asked,
            &images,
            account.settings.messages,
        ))
    }
}

/// Encodes the body as the account wants it, or as the transaction's `/start` was, and signs it
/// like a request of the account.
fn signed(
    message: &Message,
    account: &Account,
    started: Envelope,
) -> Result<Rendered, http::Error> {
    let encoding = match (account.settings.postback_encoding, started) {
        (PostbackEncoding::Json, _) | (PostbackEncoding::AsStarted, Envelope::Json) => {
            Encoding::Json
        }
        (PostbackEncoding::Base64, _) | (PostbackEncoding::AsStarted, Envelope::Base64) => {
            Encoding::Base64
        }
    };
    let body = message.encode(encoding);
    let mut headers = HeaderMap::with_capacity(6);
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static(encoding.content_type()),
    );
    headers.insert(
        HeaderName::from_static("customer-id"),
        HeaderValue::try_from(account.customer_id())?,
    );
    let code = signature::sign(Digest::Sha256, account.api_key(), &body);
    headers.insert(
        HeaderName::from_static("signature"),
        HeaderValue::try_from(code)?,
    );
    Ok(Rendered { body, headers })
}
