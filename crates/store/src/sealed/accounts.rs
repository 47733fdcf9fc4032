//! Accounts: their secrets are sealed under the master key.

use proofing::ports::StoreError;
use verification::account::{Account, CaptureKey};

use crate::codec::{self, Secrets};
use crate::ports::AccountRecord;
use crate::seal::{Sealer, places};

/// Seals an account.
pub(super) fn seal(sealer: &Sealer, account: &Account) -> Result<AccountRecord, StoreError> {
    let secrets = Secrets {
        current: account.secret.clone(),
        retiring: account.retiring.clone(),
        api_key: account.capture_key.as_ref().map(|key| key.api_key.clone()),
    };
    let plain = codec::encode(&secrets, account.id)?;
    let settings = codec::encode(&account.settings, account.id)?;
    Ok(AccountRecord {
        id: account.id,
        name: account.name.clone(),
        client_id: account.client_id.clone(),
        customer_id: account
            .capture_key
            .as_ref()
            .map(|key| key.customer_id.clone()),
        environment: account.environment,
        created_at: account.created_at,
        settings: String::from_utf8_lossy(&settings).into_owned(),
        secrets: sealer.seal_secrets(&places::secrets(account.id), &plain)?,
    })
}

/// Opens an account.
pub(super) fn open(sealer: &Sealer, record: AccountRecord) -> Result<Account, StoreError> {
    let id = record.id;
    let plain = sealer.open_secrets(&places::secrets(id), &record.secrets)?;
    let secrets: Secrets = codec::decode(&plain, id)?;
    let capture_key = match (record.customer_id, secrets.api_key) {
        (Some(customer_id), Some(api_key)) => Some(CaptureKey {
            customer_id,
            api_key,
        }),
        (None, None) => None,
        _ => {
            return Err(StoreError::Inconsistent {
                table: "accounts",
                column: "customer_id",
                row: id.to_string(),
            });
        }
    };
    Ok(Account {
        id,
        capture_key,
        name: record.name,
        client_id: record.client_id,
        secret: secrets.current,
        retiring: secrets.retiring,
        environment: record.environment,
        created_at: record.created_at,
        settings: codec::decode(record.settings.as_bytes(), id)?,
    })
}
