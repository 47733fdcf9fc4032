//! Starts a transaction of the capture protocol.

use verification::account::Account;
use verification::request::Reference;
use verification::{Origin, Request, Verification};

use crate::error::{Error, Fault};
use crate::{App, Principal};

impl App {
    /// Opens a verification whose transaction ID is also its reference.
    pub async fn start(
        &self,
        by: Principal,
        account: &Account,
        request: Request,
        origin: Origin,
    ) -> Result<Verification, Error> {
        by.must_act_for(account.id)?;
        let ids = self.new_ids(self.now());
        let reference =
            Reference::parse(&ids.transaction.to_string()).map_err(|why| Error::Invalid {
                service: None,
                key: "reference",
                why: Fault::Field(why),
            })?;
        let request = Request {
            reference,
            ..request
        };
        self.open_as(ids, account, request, Vec::new(), origin)
            .await
    }
}
