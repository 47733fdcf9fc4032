//! `/account/info/` and `/get/access/token`.

use verification::account::{Account, Environment};

use crate::verify::json::Members;

/// Renders the answer of `GET /account/info/`.
///
/// This server charges nothing, so the balance is always zero. Its keys exist for clients that show
/// them.
pub fn account_info(account: &Account) -> Vec<u8> {
    let status = match account.environment {
        Environment::Production => "production",
        Environment::Trial => "trial",
    };
    let balance = Members::new()
        .with("amount", "0.00")
        .with("currency", "USD");
    let account = Members::new()
        .with("name", account.name.as_str())
        .with("status", status)
        .with("balance", balance);
    Members::new().with("account", account).encode()
}

/// Renders the answer of `POST /get/access/token`.
pub fn access_token(token: &str) -> Vec<u8> {
    Members::new().with("access_token", token).encode()
}
