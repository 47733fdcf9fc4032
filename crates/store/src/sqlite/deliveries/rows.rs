//! The row of a delivery.

use verification::notification::{Delivery, DeliveryState};
use verification::{AccountId, NotificationId, VerificationId};

use crate::codec::v1::columns;
use crate::sqlite::error::Fault;
use crate::sqlite::row::Cells;

/// The columns of a [`Delivery`].
pub(super) const COLUMNS: &str = "SELECT d.key, d.id, v.id AS verification, t.account, t.url, d.number, d.told, d.state, \
     d.attempts, d.tries, d.crashes, d.created_at, d.first_due_at, d.due_at, d.ended_at, d.leases, d.body_form, d.body \
     FROM deliveries d \
     JOIN verifications v ON v.key = d.verification \
     JOIN destinations t ON t.key = d.destination";

impl TryFrom<&Cells<'_>> for Delivery {
    type Error = Fault;

    fn try_from(cells: &Cells<'_>) -> Result<Self, Fault> {
        let state = cells.read("state", |name: String| columns::delivery_state(&name))?;
        let due_at = cells.time_if_any("due_at")?;
        Ok(Self {
            id: cells.id("id", NotificationId::new)?,
            verification: cells.id("verification", VerificationId::new)?,
            account: cells.id("account", AccountId::new)?,
            number: cells.get("number")?,
            told: cells.read("told", |name: String| columns::told(&name))?,
            destination: cells.read("url", |text: String| {
                verification::request::HttpUrl::stored(&text).ok()
            })?,
            state,
            attempts: cells.get("attempts")?,
            created_at: cells.time("created_at")?,
            next_attempt_at: due_at.filter(|_| state == DeliveryState::Ready),
            ended_at: cells.time_if_any("ended_at")?,
        })
    }
}
