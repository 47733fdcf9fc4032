//! Accounts and their temporary tokens.
//!
//! Accounts are read anew each time, because another process may have changed them.

use jiff::Timestamp;
use proofing::ports::StoreError;
use rusqlite::{Connection, Params, params};
use verification::AccountId;

use crate::codec::v1::columns;
use crate::ports::{AccountQuery, AccountRecord};
use crate::sqlite::error::Fault;
use crate::sqlite::row::{self, Cells};
use crate::sqlite::writer::Writer;

/// Stores a new account.
pub(crate) fn create(writer: &mut Writer, account: &AccountRecord) -> Result<(), Fault> {
    writer.has_news = true;
    let stored = writer
        .data
        .prepare_cached(
            "-- create_account\n\
             INSERT INTO accounts (id, name, client_id, environment, created_at, settings, secrets, customer_id) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        )?
        .execute(params_of(account))?;
    if stored == 1 {
        Ok(())
    } else {
        Err(StoreError::AccountExists.into())
    }
}

/// Replaces an account. If it does not exist, that is a conflict.
pub(crate) fn save(writer: &mut Writer, account: &AccountRecord) -> Result<(), Fault> {
    writer.has_news = true;
    let is_taken = "-- is_account_taken\n\
         SELECT EXISTS (SELECT 1 FROM accounts WHERE id <> ?1 \
         AND (name = ?2 OR client_id IN (?3, ?4) OR customer_id IN (?3, ?4)))";
    let taken: bool = writer.data.prepare_cached(is_taken)?.query_row(
        params![
            row::id(account.id.uuid()),
            account.name,
            account.client_id,
            account.customer_id.as_ref().unwrap_or(&account.client_id)
        ],
        |row| row.get(0),
    )?;
    if taken {
        return Err(StoreError::AccountExists.into());
    }
    let stored = writer
        .data
        .prepare_cached(
            "-- save_account\n\
             UPDATE accounts SET name = ?2, client_id = ?3, environment = ?4, created_at = ?5, \
             settings = ?6, secrets = ?7, customer_id = ?8 WHERE id = ?1",
        )?
        .execute(params_of(account))?;
    if stored == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict.into())
    }
}

/// Returns accounts by name.
pub(crate) fn find(data: &Connection, query: &AccountQuery) -> Result<Vec<AccountRecord>, Fault> {
    match query {
        AccountQuery::All => {
            let sql = "-- accounts\nSELECT * FROM accounts ORDER BY name";
            read(data, sql, [])
        }
        AccountQuery::Id(id) => {
            let sql = "-- account\nSELECT * FROM accounts WHERE id = ?1";
            read(data, sql, [row::id(id.uuid())])
        }
        AccountQuery::Client(client) => {
            let sql = "-- account_by_client\nSELECT * FROM accounts WHERE client_id = ?1";
            read(data, sql, [client])
        }
        AccountQuery::Customer(customer) => {
            let sql = "-- account_by_customer\n\
                 SELECT * FROM accounts WHERE customer_id = ?1 \
                 UNION ALL SELECT * FROM accounts WHERE client_id = ?1 AND customer_id IS NULL LIMIT 1";
            read(data, sql, [customer])
        }
    }
}

/// Stores a token by its hash.
pub(crate) fn save_token(
    writer: &mut Writer,
    hash: [u8; 32],
    account: AccountId,
    until: Timestamp,
) -> Result<(), Fault> {
    writer
        .data
        .prepare_cached(
            "-- save_token\nINSERT OR REPLACE INTO tokens (hash, account, until) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![hash, row::id(account.uuid()), row::time(until)])?;
    Ok(())
}

/// Takes a token if it is valid, and removes all that are expired.
pub(crate) fn take_token(
    writer: &mut Writer,
    hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<AccountId>, Fault> {
    writer
        .data
        .prepare_cached("-- sweep_tokens\nDELETE FROM tokens WHERE until <= ?1")?
        .execute([row::time(now)])?;
    let mut statement = writer.data.prepare_cached(
        "-- take_token\nDELETE FROM tokens WHERE hash = ?1 RETURNING hash, account",
    )?;
    let mut rows = statement.query([hash])?;
    let taken = match rows.next()? {
        Some(row) => Some(Cells::new("tokens", "hash", row).id("account", AccountId::new)?),
        None => None,
    };
    // A statement is only finished when it was stepped to its end.
    while rows.next()?.is_some() {}
    Ok(taken)
}

fn read(data: &Connection, sql: &str, params: impl Params) -> Result<Vec<AccountRecord>, Fault> {
    let mut statement = data.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut accounts = Vec::new();
    while let Some(row) = rows.next()? {
        accounts.push(AccountRecord::try_from(&Cells::new("accounts", "id", row))?);
    }
    Ok(accounts)
}

impl TryFrom<&Cells<'_>> for AccountRecord {
    type Error = Fault;

    fn try_from(cells: &Cells<'_>) -> Result<Self, Fault> {
        Ok(Self {
            id: cells.id("id", AccountId::new)?,
            name: cells.get("name")?,
            client_id: cells.get("client_id")?,
            customer_id: cells.get("customer_id")?,
            environment: cells.read("environment", |word: String| columns::environment(&word))?,
            created_at: cells.time("created_at")?,
            settings: cells.get("settings")?,
            secrets: cells.get("secrets")?,
        })
    }
}

fn params_of(account: &AccountRecord) -> impl Params + '_ {
    (
        row::id(account.id.uuid()),
        &account.name,
        &account.client_id,
        columns::environment_word(account.environment),
        row::time(account.created_at),
        &account.settings,
        &account.secrets,
        account.customer_id.as_ref(),
    )
}
