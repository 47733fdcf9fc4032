//! `bonafide customers`: lists the customers whose faces are enrolled, and forgets them. Works
//! while the server runs.

use anyhow::{Result, anyhow, bail};
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::Subcommand;
use proofing::{Error, Principal};
use serde_json::json;
use verification::request::CustomerName;

use super::common::{Common, no_account, time};
use crate::runtime::block_on;

/// Subcommands of `customers`.
#[derive(Debug, Subcommand)]
pub(super) enum Customers {
    /// List the customers of an account whose faces are enrolled, oldest first.
    #[command(after_help = "\
Examples:
  bonafide customers list acme
  bonafide customers list acme --json | jq -r .customer")]
    List {
        /// Account name.
        account: String,
        /// Print one JSON object per line.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Forget the face that a customer enrolled, and destroy its key.
    #[command(after_help = "\
Example:
  bonafide customers forget acme customer-4711

The verifications of the customer stay; delete them as well if they should go.")]
    Forget {
        /// Account name.
        account: String,
        /// Customer ID, as the business sent it in `customer_unique_id`.
        customer: String,
        #[command(flatten)]
        common: Common,
    },
}

impl Customers {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::List {
                account,
                json,
                common,
            } => list(&account, json, &common),
            Self::Forget {
                account,
                customer,
                common,
            } => forget(&account, &customer, &common),
        }
    }
}

fn list(account: &str, as_json: bool, common: &Common) -> Result<()> {
    let enrolled = block_on(async {
        let app = LocalApp::open_existing(&common.settings()?)?.app;
        let enrolled = app.enrolled_customers(Principal::Operator, account).await;
        enrolled.map_err(|error| about(account, error))
    })?;
    if as_json {
        for one in enrolled {
            out::line(json!({
                "customer": one.customer.as_str(),
                "verification": one.verification.to_string(),
                "enrolled_at": one.at.to_string(),
            }));
        }
        return Ok(());
    }
    let rows = enrolled.into_iter().map(|one| {
        [
            one.customer.as_str().to_owned(),
            one.verification.to_string(),
            time(Some(one.at)),
        ]
    });
    let header = ["customer", "verification", "enrolled"];
    out::table_or("no customer is enrolled", header, rows);
    Ok(())
}

fn forget(account: &str, customer: &str, common: &Common) -> Result<()> {
    let name = CustomerName::parse(customer);
    let name = name.map_err(|error| anyhow!("the customer ID {error}"))?;
    let forgotten = block_on(async {
        let app = LocalApp::open_existing(&common.settings()?)?.app;
        let forgotten = app.forget_customer(Principal::Operator, account, &name);
        forgotten.await.map_err(|error| about(account, error))
    })?;
    if !forgotten {
        bail!("no customer {customer:?} of the account {account:?} is enrolled");
    }
    out::line(format!("the face of {customer} is forgotten"));
    Ok(())
}

/// Explains why an act on the account of this name failed.
fn about(name: &str, error: Error) -> anyhow::Error {
    match error {
        Error::Invalid { key: "name", .. } => no_account(name),
        error => error.into(),
    }
}
