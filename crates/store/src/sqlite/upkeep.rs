//! The port `Upkeep`.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use proofing::ports::StoreError;
use verification::VerificationId;

use crate::ports::{Quarantined, Standing, State, Upkeep};
use crate::sqlite::adapter::Sqlite;
use crate::sqlite::{clock, leases, quarantine, state};

#[async_trait]
impl Upkeep for Sqlite {
    async fn state(&self, now: Timestamp) -> Result<State, StoreError> {
        let longest = self.longest_rest();
        self.read(move |reader| state::of(reader, now, longest))
            .await
    }

    async fn release(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.write(move |writer| leases::release(writer, now)).await
    }

    async fn give_back(&self) -> Result<usize, StoreError> {
        self.write(leases::give_back).await
    }

    async fn is_believed(&self, now: Timestamp) -> Result<bool, StoreError> {
        self.write(move |writer| clock::is_believed(&mut writer.watch, &writer.data, now))
            .await
    }

    async fn quarantine(
        &self,
        orphans: Vec<VerificationId>,
        now: Timestamp,
        at_least: SignedDuration,
    ) -> Result<Quarantined, StoreError> {
        self.write(move |writer| quarantine::quarantine(writer, &orphans, now, at_least))
            .await
    }

    async fn condemn(&self, id: VerificationId, was: Standing) -> Result<bool, StoreError> {
        self.write(move |writer| quarantine::condemn(writer, id, was))
            .await
    }
}
