//! Accounts and their temporary tokens.
//!
//! Accounts are read anew each time, because another process may have changed them.

use jiff::Timestamp;
use proofing::ports::StoreError;
use rusqlite::{Connection, Params, params};
use verification::AccountId;
use verification::account::{Account, CaptureKey};

use crate::codec::v1::columns;
use crate::codec::{self, Secrets};
use crate::seal::Keyring;
use crate::seal::{place, seal, unseal};
use crate::sqlite::error::Fault;
use crate::sqlite::row::{self, Cells};
use crate::sqlite::writer::Writer;

/// Stores a new account.
pub(crate) fn create(writer: &mut Writer, account: &Account) -> Result<(), Fault> {
    writer.has_news = true;
    let columns = Columns::of(account, &writer.keyring)?;
    let stored = writer
        .data
        .prepare_cached(
            "-- create_account\n\
             INSERT INTO accounts (id, name, client_id, environment, created_at, settings, secrets, customer_id) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        )?
        .execute(columns.params(account))?;
    if stored == 1 {
        Ok(())
    } else {
        Err(StoreError::AccountExists.into())
    }
}

/// Replaces an account. If it does not exist, that is a conflict.
pub(crate) fn save(writer: &mut Writer, account: &Account) -> Result<(), Fault> {
    writer.has_news = true;
    let columns = Columns::of(account, &writer.keyring)?;
    let is_taken = "-- is_account_taken\n\
         SELECT EXISTS (SELECT 1 FROM accounts WHERE id <> ?1 \
         AND (name = ?2 OR client_id IN (?3, ?4) OR customer_id IN (?3, ?4)))";
    let taken: bool = writer.data.prepare_cached(is_taken)?.query_row(
        params![
            row::id(account.id.uuid()),
            account.name,
            account.client_id,
            account.customer_id()
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
        .execute(columns.params(account))?;
    if stored == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict.into())
    }
}

/// Returns the account with an ID.
pub(crate) fn by_id(
    data: &Connection,
    keyring: &Keyring,
    id: AccountId,
) -> Result<Option<Account>, Fault> {
    let found = query(
        data,
        keyring,
        "-- account\nSELECT * FROM accounts WHERE id = ?1",
        [row::id(id.uuid())],
    )?;
    Ok(found.into_iter().next())
}

/// Returns the account with a client ID.
pub(crate) fn by_client(
    data: &Connection,
    keyring: &Keyring,
    client: &str,
) -> Result<Option<Account>, Fault> {
    let sql = "-- account_by_client\nSELECT * FROM accounts WHERE client_id = ?1";
    Ok(query(data, keyring, sql, [client])?.into_iter().next())
}

/// Returns the account with a customer ID: the separate one if the account has one, otherwise its
/// client ID.
pub(crate) fn by_customer(
    data: &Connection,
    keyring: &Keyring,
    customer: &str,
) -> Result<Option<Account>, Fault> {
    let sql = "-- account_by_customer\n\
         SELECT * FROM accounts WHERE customer_id = ?1 \
         UNION ALL SELECT * FROM accounts WHERE client_id = ?1 AND customer_id IS NULL LIMIT 1";
    Ok(query(data, keyring, sql, [customer])?.into_iter().next())
}

/// Returns all accounts by name.
pub(crate) fn all(data: &Connection, keyring: &Keyring) -> Result<Vec<Account>, Fault> {
    query(
        data,
        keyring,
        "-- accounts\nSELECT * FROM accounts ORDER BY name",
        [],
    )
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

fn query(
    data: &Connection,
    keyring: &Keyring,
    sql: &str,
    params: impl Params,
) -> Result<Vec<Account>, Fault> {
    let mut statement = data.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut accounts = Vec::new();
    while let Some(row) = rows.next()? {
        accounts.push(account(&Cells::new("accounts", "id", row), keyring)?);
    }
    Ok(accounts)
}

fn account(cells: &Cells<'_>, keyring: &Keyring) -> Result<Account, Fault> {
    let id = cells.id("id", AccountId::new)?;
    let sealed: Vec<u8> = cells.get("secrets")?;
    let plain = unseal(keyring.master(), &secrets_place(id), &sealed)?;
    let secrets: Secrets = codec::decode(&plain, id)?;
    let customer_id: Option<String> = cells.get("customer_id")?;
    let capture_key = match (customer_id, secrets.api_key) {
        (Some(customer_id), Some(api_key)) => Some(CaptureKey {
            customer_id,
            api_key,
        }),
        (None, None) => None,
        _ => return Err(cells.impossible("customer_id").into()),
    };
    Ok(Account {
        id,
        capture_key,
        name: cells.get("name")?,
        client_id: cells.get("client_id")?,
        secret: secrets.current,
        retiring: secrets.retiring,
        environment: cells.read("environment", |word: String| columns::environment(&word))?,
        created_at: cells.time("created_at")?,
        settings: codec::decode(cells.get::<String>("settings")?.as_bytes(), id)?,
    })
}

/// The columns that are not simply fields.
struct Columns {
    environment: &'static str,
    settings: String,
    secrets: Vec<u8>,
}

impl Columns {
    fn of(account: &Account, keyring: &Keyring) -> Result<Self, Fault> {
        let secrets = Secrets {
            current: account.secret.clone(),
            retiring: account.retiring.clone(),
            api_key: account.capture_key.as_ref().map(|key| key.api_key.clone()),
        };
        let plain = codec::encode(&secrets, account.id)?;
        let settings = codec::encode(&account.settings, account.id)?;
        Ok(Self {
            environment: columns::environment_word(account.environment),
            settings: String::from_utf8_lossy(&settings).into_owned(),
            secrets: seal(
                keyring.master(),
                &secrets_place(account.id),
                &plain,
                keyring.entropy(),
            )?,
        })
    }

    fn params<'a>(&'a self, account: &'a Account) -> impl Params + 'a {
        (
            row::id(account.id.uuid()),
            &account.name,
            &account.client_id,
            &self.environment,
            row::time(account.created_at),
            &self.settings,
            &self.secrets,
            account.capture_key.as_ref().map(|key| &key.customer_id),
        )
    }
}

fn secrets_place(id: AccountId) -> String {
    place("accounts.secrets", id)
}
