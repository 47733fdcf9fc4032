//! The port `WrappedKeys`: reads keys, and stores those of pictures that come before their
//! verification.

use async_trait::async_trait;
use proofing::ports::StoreError;
use verification::VerificationId;

use crate::ports::{KeyId, Standing, WrappedKey, WrappedKeys};
use crate::sqlite::adapter::Sqlite;
use crate::sqlite::keys_table;
use crate::sqlite::standing::standing;

#[async_trait]
impl WrappedKeys for Sqlite {
    async fn find(&self, ids: Vec<KeyId>) -> Result<Vec<Option<WrappedKey>>, StoreError> {
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
            if let Some(stored) = keys_table::wrapped(&writer.keys, id.into())? {
                return Ok(Some(stored));
            }
            if writer.add_key(id.into(), &offered)? {
                return Ok(Some(offered));
            }
            keys_table::wrapped(&writer.keys, id.into())
        })
        .await
    }

    async fn owners_after(
        &self,
        after: Option<KeyId>,
        limit: usize,
    ) -> Result<Vec<KeyId>, StoreError> {
        self.read(move |reader| keys_table::owners_after(&reader.keys, after, limit))
            .await
    }
}
