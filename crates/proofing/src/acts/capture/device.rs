//! The device: what the browser reveals about it (1180), and what an outside service says about it.

use verification::capture::{DeviceRecord, DeviceSignal};
use verification::{Origin, VerificationId};

use super::Visit;
use crate::error::Error;
use crate::ports::Found;
use crate::visitors::Visitor;
use crate::{App, Principal};

impl App {
    /// Records what the browser reveals about its device. The outside service, if there is one, is
    /// asked once for each device: reporting the same device again asks nobody.
    pub async fn tell_device(
        &self,
        by: Principal,
        id: VerificationId,
        signal: DeviceSignal,
        origin: Origin,
    ) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
            return Err(Error::NotFound);
        };
        let told = stored.value.capture.device;
        let outside = if let Some(told) = told.filter(|told| told.signal == signal) {
            told.outside
        } else {
            let (origin, signal) = (&origin, &signal);
            self.ports.devices.ask(Visitor { origin, signal }).await
        };
        let device = DeviceRecord { signal, outside };
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.tell_device(device.clone(), origin.clone(), now)
            })
            .await?;
        self.seen(moved).await
    }
}
