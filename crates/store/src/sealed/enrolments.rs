//! The faces that customers enrolled, each sealed under a key of its own.
//!
//! A customer is found by a hash of the business's name for them that the master key keys, because
//! such names may say who somebody is.

use proofing::ports::{Enrolment, StoreError};
use uuid::Builder;
use verification::AccountId;
use verification::request::CustomerName;

use crate::codec;
use crate::ports::{EnrolmentRecord, KeyId, Rows};
use crate::seal::{KEY_GONE, Sealer, places};

/// Enrols a face, unless somebody is enrolled under this name.
pub(super) async fn add(
    rows: &dyn Rows,
    sealer: &Sealer,
    enrolment: &Enrolment,
) -> Result<bool, StoreError> {
    let id = KeyId::new(Builder::from_random_bytes(sealer.random()).into_uuid());
    let (key, wrapped) = sealer.new_key(id)?;
    let plain = codec::encode(enrolment, id)?;
    let record = EnrolmentRecord {
        id,
        sealed: sealer.seal(&key, &places::enrolment(id), &plain)?,
    };
    let account = enrolment.account;
    let name = sealer.customer(account, &enrolment.customer);
    rows.add_enrolment(account, name, record, wrapped).await
}

/// Returns what is enrolled under a name.
pub(super) async fn of(
    rows: &dyn Rows,
    sealer: &Sealer,
    account: AccountId,
    customer: &CustomerName,
) -> Result<Option<Enrolment>, StoreError> {
    let name = sealer.customer(account, customer);
    match rows.enrolment(account, name).await? {
        Some(record) => open(sealer, &record).await.map(Some),
        None => Ok(None),
    }
}

/// Returns everything that is enrolled of an account, oldest first. What cannot be opened is an
/// error.
pub(super) async fn all(
    rows: &dyn Rows,
    sealer: &Sealer,
    account: AccountId,
) -> Result<Vec<Enrolment>, StoreError> {
    let mut all = Vec::new();
    for record in rows.enrolments(account).await? {
        all.push(open(sealer, &record).await?);
    }
    all.sort_by_key(|enrolment| enrolment.at);
    Ok(all)
}

async fn open(sealer: &Sealer, record: &EnrolmentRecord) -> Result<Enrolment, StoreError> {
    let id = record.id;
    let key = sealer.key(id).await?.ok_or(KEY_GONE)?;
    let plain = Sealer::open(&key, &places::enrolment(id), &record.sealed)?;
    codec::decode(&plain, id)
}
