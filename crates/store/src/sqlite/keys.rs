//! The port `WrappedKeys`: reads keys, and stores those of pictures that come before their
//! verification.

use async_trait::async_trait;
use proofing::ports::StoreError;
use verification::VerificationId;

use crate::ports::{Standing, WrappedKey, WrappedKeys};
use crate::sqlite::adapter::Sqlite;
use crate::sqlite::keys_table;
use crate::sqlite::standing::standing;

#[async_trait]
impl WrappedKeys for Sqlite {
    async fn find(&self, ids: Vec<VerificationId>) -> Result<Vec<Option<WrappedKey>>, StoreError> {
        self.read(move |reader| {
            ids.iter()
                .map(|id| keys_table::wrapped(&reader.keys, *id))
                .collect()
        })
        .await
    }

    async fn add(
        &self,
        id: VerificationId,
        offered: WrappedKey,
    ) -> Result<Option<WrappedKey>, StoreError> {
        self.write(move |writer| {
            if standing(&writer.data, id)? == Standing::Forgotten {
                return Ok(None);
            }
            if let Some(stored) = keys_table::wrapped(&writer.keys, id)? {
                return Ok(Some(stored));
            }
            if writer.add_key(id, &offered)? {
                return Ok(Some(offered));
            }
            keys_table::wrapped(&writer.keys, id)
        })
        .await
    }

    async fn owners_after(
        &self,
        after: Option<VerificationId>,
        limit: usize,
    ) -> Result<Vec<VerificationId>, StoreError> {
        self.read(move |reader| keys_table::owners_after(&reader.keys, after, limit))
            .await
    }
}
