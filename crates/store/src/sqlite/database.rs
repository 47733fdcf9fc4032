//! Opening database files: permissions, pragmas, migrations.

use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

/// The migrations of one file, oldest first. Their number is the file's `user_version`.
pub(crate) struct Migrations {
    pub(crate) file: &'static str,
    pub(crate) steps: &'static [&'static str],
}

/// Of `bonafide.db`.
pub(crate) const DATA: Migrations = Migrations {
    file: "bonafide.db",
    steps: &[
        include_str!("migrations/data/0001_everything.sql"),
        include_str!("migrations/data/0002_capture.sql"),
        include_str!("migrations/data/0003_generations.sql"),
        include_str!("migrations/data/0004_alone.sql"),
        include_str!("migrations/data/0005_examinations.sql"),
        include_str!("migrations/data/0006_staff.sql"),
        include_str!("migrations/data/0007_search.sql"),
        include_str!("migrations/data/0008_audit.sql"),
        include_str!("migrations/data/0009_duplicates.sql"),
        include_str!("migrations/data/0010_reviews.sql"),
    ],
};

/// Of `keys.db`.
pub(crate) const KEYS: Migrations = Migrations {
    file: "keys.db",
    steps: &[
        include_str!("migrations/keys/0001_keys.sql"),
        include_str!("migrations/keys/0002_generation.sql"),
        include_str!("migrations/keys/0003_search.sql"),
    ],
};

/// The reason why a database file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// A newer version of this program wrote the file.
    #[error(
        "{file} has schema {found} and this program knows up to {known}: a newer version wrote it, use that one"
    )]
    Newer {
        /// The file.
        file: &'static str,
        /// The version of its schema.
        found: usize,
        /// The newest schema that this program knows.
        known: usize,
    },
    /// The file cannot be created.
    #[error("cannot make {file}")]
    Io {
        /// The file.
        file: &'static str,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// SQLite returned an error.
    #[error("cannot open {file}")]
    Sqlite {
        /// The file.
        file: &'static str,
        /// The cause.
        #[source]
        source: rusqlite::Error,
    },
}

impl Migrations {
    /// Opens the file for writing, creates it if it does not exist, and migrates it.
    pub(crate) fn open(&self, dir: &Path, busy: Duration) -> Result<Connection, DatabaseError> {
        let file = self.file;
        let path = dir.join(file);
        // SQLite gives its logs the permissions of the database, so these are set first.
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(|source| DatabaseError::Io { file, source })?;
        let sqlite = |source| DatabaseError::Sqlite { file, source };
        let mut connection =
            connect(&path, busy, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(sqlite)?;
        let settings = "PRAGMA journal_mode = WAL; \
             PRAGMA synchronous = FULL; \
             PRAGMA secure_delete = ON; \
             PRAGMA journal_size_limit = 67108864; \
             PRAGMA cache_size = -32768;";
        connection.execute_batch(settings).map_err(sqlite)?;
        self.migrate(&mut connection)?;
        Ok(connection)
    }

    /// Opens the file for reading.
    pub(crate) fn open_for_reading(
        &self,
        dir: &Path,
        busy: Duration,
    ) -> Result<Connection, rusqlite::Error> {
        // It is not opened read-only, because the first reader after a crash has to be able to
        // recover the log.
        let connection = connect(
            &dir.join(self.file),
            busy,
            OpenFlags::SQLITE_OPEN_READ_WRITE,
        )?;
        connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -8192;")?;
        Ok(connection)
    }

    /// Runs the missing migrations in one transaction, so that two processes cannot both run them.
    fn migrate(&self, connection: &mut Connection) -> Result<(), DatabaseError> {
        let file = self.file;
        let sqlite = |source| DatabaseError::Sqlite { file, source };
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(sqlite)?;
        let found: i64 = transaction
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(sqlite)?;
        let known = self.steps.len();
        let found = usize::try_from(found).unwrap_or(usize::MAX);
        if found > known {
            return Err(DatabaseError::Newer { file, found, known });
        }
        for step in self.steps.iter().skip(found) {
            transaction.execute_batch(step).map_err(sqlite)?;
        }
        if found < known {
            transaction
                .pragma_update(None, "user_version", known as i64)
                .map_err(sqlite)?;
        }
        transaction.commit().map_err(sqlite)
    }
}

/// Opens an existing file.
pub(crate) fn connect(
    path: &Path,
    busy: Duration,
    flags: OpenFlags,
) -> Result<Connection, rusqlite::Error> {
    // Every connection is used by one thread at a time, so SQLite need not lock it.
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(busy)?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;",
    )?;
    Ok(connection)
}
