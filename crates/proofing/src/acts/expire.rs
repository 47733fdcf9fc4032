//! Expires a link. It is idempotent: a verification that is not due, or no longer open, stays as it
//! is.

use verification::VerificationId;

use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Times a verification out if its link has expired, or has what was captured processed late.
    pub(crate) async fn expire(&self, id: VerificationId) -> Result<(), Error> {
        let captured = !self.ports.store.evidence(id).await?.is_empty();
        match self
            .act(Principal::Server, id, |verification, now| {
                verification.expire(captured, now)
            })
            .await
        {
            Ok(_) | Err(Error::Refused(_) | Error::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
