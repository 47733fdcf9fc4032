//! Reads a barcode once, only for the answer: there is no verification, and nothing is stored.

use bytes::Bytes;
use verification::request::{DocumentService, EvidenceSlot, MediaType, Reference, Services, Side};
use verification::rules::today;
use verification::verdict::Outcome;
use verification::{AccountId, Request, Service, TransactionId, policy};

use crate::error::{Error, Fault};
use crate::ports::{Picture, Share};
use crate::{App, Principal};

impl App {
    /// Examines the text of a barcode, or a picture of it, under an ID that is not used again.
    ///
    /// # Errors
    /// Returns [`Error::Unusable`] if it is a picture that cannot be decoded.
    pub async fn read_barcode(
        &self,
        by: Principal,
        account: AccountId,
        content: Bytes,
    ) -> Result<(TransactionId, Outcome), Error> {
        by.must_act_for(account)?;
        let now = self.now();
        let transaction = self.new_ids(now).transaction;
        let request = about(transaction)?;
        let media = MediaType::sniff(&content).unwrap_or(MediaType::Barcode);
        let examiner = &self.ports.examiner;
        let mut picture = Picture {
            slot: EvidenceSlot::new(Service::Document, Side::Barcode),
            media,
            content,
            decoded: None,
        };
        if media != MediaType::Barcode {
            picture = examiner.inspect(picture, Share::Account(account)).await?;
        }
        let examination = examiner.examine(&request, vec![picture], now).await?;
        let outcome = policy::judge(&request, &examination, today(now));
        Ok((transaction, outcome))
    }
}

/// A request for one document, with no claims.
fn about(transaction: TransactionId) -> Result<Request, Error> {
    let reference = Reference::parse(&transaction.to_string()).map_err(|why| Error::Invalid {
        service: None,
        key: "reference",
        why: Fault::Field(why),
    })?;
    Ok(Request {
        services: Services {
            document: Some(DocumentService::default()),
            ..Services::default()
        },
        ..Request::new(reference)
    })
}
