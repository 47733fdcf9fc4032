//! The queues, for the command line: what is waiting, what was given up, and sending again.

use verification::NotificationId;
use verification::notification::{Attempt, Delivery};

use crate::error::Error;
use crate::ports::{Backlog, DeliveryFilter, GivenUp, Signal};
use crate::{App, Principal};

impl App {
    /// Returns how much is waiting.
    pub async fn backlog(&self, by: Principal) -> Result<Backlog, Error> {
        by.must_look_after()?;
        Ok(self.ports.store.backlog().await?)
    }

    /// Returns the jobs that were given up, newest first, up to this many.
    pub async fn given_up(&self, by: Principal, limit: usize) -> Result<Vec<GivenUp>, Error> {
        by.must_look_after()?;
        Ok(self.ports.store.given_up(limit).await?)
    }

    /// Returns deliveries, newest first.
    pub async fn deliveries(
        &self,
        by: Principal,
        filter: DeliveryFilter,
    ) -> Result<Vec<Delivery>, Error> {
        by.must_look_after()?;
        Ok(self.ports.store.deliveries(filter).await?)
    }

    /// Returns one delivery with its attempts, oldest first.
    pub async fn delivery(
        &self,
        by: Principal,
        id: NotificationId,
    ) -> Result<Option<(Delivery, Vec<Attempt>)>, Error> {
        by.must_look_after()?;
        Ok(self.ports.store.delivery(id).await?)
    }

    /// Sends a delivery that is over once more. Returns false if there is no such delivery, it is
    /// not over, or its body was deleted.
    pub async fn resend(&self, by: Principal, id: NotificationId) -> Result<bool, Error> {
        by.must_operate()?;
        let is_resent = self.ports.store.resend(id, self.now()).await?;
        if is_resent {
            self.ports.signals.tell(Signal::DeliveryDue);
        }
        Ok(is_resent)
    }
}
