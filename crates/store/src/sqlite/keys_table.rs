//! Wrapped keys in `keys.db`.

use rusqlite::{Connection, OptionalExtension, params};
use verification::VerificationId;

use crate::seal::WrappedKeys;
use crate::sqlite::error::Fault;
use crate::sqlite::row;

impl WrappedKeys for Connection {
    type Error = Fault;

    fn wrapped(&self, id: VerificationId) -> Result<Option<(i64, Vec<u8>)>, Fault> {
        Ok(self
            .prepare_cached("-- read_key\nSELECT master_version, wrapped FROM keys WHERE id = ?1")?
            .query_row([row::id(id.uuid())], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?)
    }

    fn add(&self, id: VerificationId, version: i64, wrapped: &[u8]) -> Result<(), Fault> {
        self.prepare_cached(
            "-- make_key\nINSERT INTO keys (id, master_version, wrapped) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![row::id(id.uuid()), version, wrapped])?;
        Ok(())
    }

    fn proof(&self, version: i64, offered: &[u8]) -> Result<Vec<u8>, Fault> {
        self.execute(
            "-- prove_master\nINSERT INTO proof_of_master (version, sealed) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![version, offered],
        )?;
        Ok(self.query_row(
            "-- read_proof\nSELECT sealed FROM proof_of_master WHERE version = ?1",
            [version],
            |row| row.get(0),
        )?)
    }
}
