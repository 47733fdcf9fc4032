//! Generations: checks whether the two databases and the vault belong together, and whether one of
//! them is older than the others.
//!
//! Every store has a random name, which is in `bonafide.db`, in `keys.db` and in the vault. Each
//! part counts its commits, and records how far the other parts had certainly come. A part that has
//! come less far than another one knows is older: it was restored from a backup, or its disk lost
//! what it had confirmed. `bonafide.db` decides what is orphaned, deleted or swept, so nothing of
//! that may happen with an older one.
//!
//! None of this costs a flush of its own: the records are part of commits that are made anyway, and
//! the vault's mark is written without a flush and flushed when there is nothing else to do.

use rusqlite::{Connection, OptionalExtension};

use crate::sqlite::error::Fault;

/// The random name of a store.
pub(crate) type Name = [u8; 16];

/// The record in `bonafide.db`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct OfData {
    /// The name, or `None` in a new file and in one from an earlier version.
    pub(crate) store: Option<Name>,
    /// The number of commits that somebody was told about.
    pub(crate) commits: u64,
    /// How far the keys had come.
    pub(crate) keys_seen: u64,
    /// How far the vault's mark had come.
    pub(crate) vault_seen: u64,
}

/// The record in `keys.db`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct OfKeys {
    /// The name, or `None` in a new file and in one from an earlier version.
    pub(crate) store: Option<Name>,
    /// The number of commits that created or destroyed keys.
    pub(crate) commits: u64,
    /// How far the data had come.
    pub(crate) data_seen: u64,
}

/// The record in the vault's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OfVault {
    pub(crate) store: Name,
    /// How far the data had come.
    pub(crate) data_seen: u64,
}

/// The state of parts that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// All parts have the name.
    Named(Name),
    /// The store is new, comes from an earlier version, or died while it was named. It takes this
    /// name if there already is one.
    Unnamed(Option<Name>),
}

/// The reason why the parts of a store do not belong together. Nothing is changed until they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// The database is older than what the other parts know about it.
    #[error(
        "bonafide.db is older than keys.db and vault/: {lost} commits that were acknowledged are not in it. It \
         was put back from a backup, or its disk lost them. Put the newest bonafide.db back with its -wal file; \
         if there is none, `bonafide store accept` tells what is lost and goes on with this one"
    )]
    DataOlder {
        /// The number of missing commits.
        lost: u64,
    },
    /// The keys are older than the data.
    #[error(
        "keys.db is older than bonafide.db by {lost} commits: keys of the newest verifications are not in it, and \
         destroyed ones may be. Put the newest keys.db back with its -wal file; if there is none, `bonafide store \
         accept` tells what is lost and goes on with this one"
    )]
    KeysOlder {
        /// The number of missing commits.
        lost: u64,
    },
    /// The vault is older than the data.
    #[error(
        "vault/ is older than bonafide.db by {lost} commits: the newest pictures are not in it. Put the newest \
         vault back; if there is none, `bonafide store accept` goes on with this one"
    )]
    VaultOlder {
        /// The number of missing commits.
        lost: u64,
    },
    /// The vault has no mark.
    #[error(
        "vault/ is empty or not this store's, and bonafide.db knows of one: is a volume not mounted? Put the vault \
         back; if there is none, `bonafide store accept` goes on without its pictures"
    )]
    VaultMissing,
    /// The parts have different names.
    #[error(
        "{part} does not belong to this bonafide.db: it is another store's, or from before a `bonafide store \
         accept`. Put back what belongs together; `bonafide store accept` goes on with what there is"
    )]
    Foreign {
        /// `keys.db` or `vault/`.
        part: &'static str,
    },
}

/// Compares the records of the parts.
///
/// A store that is in use may continue meanwhile. The values that the data must have reached
/// (`data_seen`) must be read before the data, and the values that must have reached what the data
/// know (`keys.commits`, `vault.data_seen` a second time) after them: see [`crate::sqlite::parts`].
pub(crate) fn compare(
    data: &OfData,
    keys: &OfKeys,
    vault: Option<&OfVault>,
) -> Result<Fit, Misfit> {
    let known = keys.data_seen.max(vault.map_or(0, |vault| vault.data_seen));
    let Some(name) = data.store else {
        // From before the store had a name: older than parts that have one and were used under it.
        return if known > 0 || keys.store.is_some() && keys.commits > 0 {
            Err(Misfit::DataOlder { lost: known.max(1) })
        } else {
            Ok(Fit::Unnamed(keys.store.or(vault.map(|vault| vault.store))))
        };
    };
    // The data get their name first, and nothing is committed before all have it.
    let is_being_named = data.commits == 0;
    match keys.store {
        Some(other) if other != name => return Err(Misfit::Foreign { part: "keys.db" }),
        None if !is_being_named => {
            return Err(Misfit::KeysOlder {
                lost: data.keys_seen,
            });
        }
        _ => {}
    }
    match vault {
        Some(vault) if vault.store != name => return Err(Misfit::Foreign { part: "vault/" }),
        None if !is_being_named => return Err(Misfit::VaultMissing),
        _ => {}
    }
    if known > data.commits {
        let lost = known - data.commits;
        return Err(Misfit::DataOlder { lost });
    }
    if keys.commits < data.keys_seen {
        let lost = data.keys_seen - keys.commits;
        return Err(Misfit::KeysOlder { lost });
    }
    match vault {
        Some(vault) if vault.data_seen < data.vault_seen => Err(Misfit::VaultOlder {
            lost: data.vault_seen - vault.data_seen,
        }),
        Some(_) if keys.store.is_some() => Ok(Fit::Named(name)),
        _ => Ok(Fit::Unnamed(Some(name))),
    }
}

/// Reads what `bonafide.db` says.
pub(crate) fn of_data(data: &Connection) -> Result<OfData, rusqlite::Error> {
    data.query_row(
        "-- generation_of_data\nSELECT store, commits, keys_seen, vault_seen FROM generation",
        [],
        |row| {
            Ok(OfData {
                store: row.get(0)?,
                commits: row.get(1)?,
                keys_seen: row.get(2)?,
                vault_seen: row.get(3)?,
            })
        },
    )
}

/// Reads what `keys.db` says.
pub(crate) fn of_keys(keys: &Connection) -> Result<OfKeys, rusqlite::Error> {
    keys.query_row(
        "-- generation_of_keys\nSELECT store, commits, data_seen FROM generation",
        [],
        |row| {
            Ok(OfKeys {
                store: row.get(0)?,
                commits: row.get(1)?,
                data_seen: row.get(2)?,
            })
        },
    )
}

/// Gives a part its name, unless another process was first. Returns the name that it has then.
pub(crate) fn name(part: &Connection, name: Name) -> Result<Name, rusqlite::Error> {
    part.query_row(
        "-- name_store\nUPDATE generation SET store = coalesce(store, ?1) RETURNING store",
        [name],
        |row| row.get(0),
    )
}

/// Counts a commit in the open transaction of `bonafide.db`, and notes how far the others have
/// come.
pub(crate) fn count_data(data: &Connection, keys: u64, vault: u64) -> Result<u64, Fault> {
    Ok(data
        .prepare_cached(
            "-- count_commit\n\
             UPDATE generation SET commits = commits + 1, keys_seen = max(keys_seen, ?1), \
             vault_seen = max(vault_seen, ?2) RETURNING commits",
        )?
        .query_row([keys, vault], |row| row.get(0))?)
}

/// Counts a commit in the open transaction of `keys.db`, and notes how far the data have come.
pub(crate) fn count_keys(keys: &Connection, data: u64) -> Result<u64, rusqlite::Error> {
    keys.prepare_cached(
        "-- count_keys_commit\n\
         UPDATE generation SET commits = commits + 1, data_seen = max(data_seen, ?1) RETURNING commits",
    )?
    .query_row([data], |row| row.get(0))
}

/// Notes in `bonafide.db` how far the others have come.
pub(crate) fn note_others(data: &Connection, keys: u64, vault: u64) -> Result<(), rusqlite::Error> {
    data.prepare_cached(
        "-- note_others\n\
         UPDATE generation SET keys_seen = max(keys_seen, ?1), vault_seen = max(vault_seen, ?2)",
    )?
    .execute([keys, vault])
    .map(drop)
}

/// Notes in `keys.db` how far the data have come.
pub(crate) fn note_data(keys: &Connection, data: u64) -> Result<(), rusqlite::Error> {
    keys.prepare_cached("-- note_data\nUPDATE generation SET data_seen = ?1 WHERE data_seen < ?1")?
        .execute([data])
        .map(drop)
}

/// Returns true if the table exists; files of an earlier version do not have it.
pub(crate) fn has_table(file: &Connection, table: &str) -> Result<bool, rusqlite::Error> {
    let found = file
        .query_row(
            "-- has_table\nSELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1",
            [table],
            |_| Ok(()),
        )
        .optional()?;
    Ok(found.is_some())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NAME: Name = [7; 16];

    fn whole() -> (OfData, OfKeys, OfVault) {
        let data = OfData {
            store: Some(NAME),
            commits: 50,
            keys_seen: 20,
            vault_seen: 45,
        };
        let keys = OfKeys {
            store: Some(NAME),
            commits: 21,
            data_seen: 48,
        };
        let vault = OfVault {
            store: NAME,
            data_seen: 50,
        };
        (data, keys, vault)
    }

    #[test]
    fn each_part_may_be_the_one_that_does_not_fit() {
        let (data, keys, vault) = whole();
        assert_eq!(compare(&data, &keys, Some(&vault)), Ok(Fit::Named(NAME)));
        let other = Some([8; 16]);
        let cases = [
            (
                OfData {
                    commits: 49,
                    ..data
                },
                keys,
                Some(vault),
                Misfit::DataOlder { lost: 1 },
            ),
            (
                OfData {
                    store: None,
                    ..data
                },
                keys,
                Some(vault),
                Misfit::DataOlder { lost: 50 },
            ),
            (
                OfData::default(),
                keys,
                None,
                Misfit::DataOlder { lost: 48 },
            ),
            (
                data,
                OfKeys {
                    commits: 19,
                    ..keys
                },
                Some(vault),
                Misfit::KeysOlder { lost: 1 },
            ),
            (
                data,
                OfKeys::default(),
                Some(vault),
                Misfit::KeysOlder { lost: 20 },
            ),
            (
                data,
                OfKeys {
                    store: other,
                    ..keys
                },
                Some(vault),
                Misfit::Foreign { part: "keys.db" },
            ),
            (
                data,
                keys,
                Some(OfVault {
                    data_seen: 44,
                    ..vault
                }),
                Misfit::VaultOlder { lost: 1 },
            ),
            (data, keys, None, Misfit::VaultMissing),
            (
                data,
                keys,
                Some(OfVault {
                    store: [9; 16],
                    ..vault
                }),
                Misfit::Foreign { part: "vault/" },
            ),
        ];
        for (data, keys, vault, expected) in cases {
            assert_eq!(compare(&data, &keys, vault.as_ref()), Err(expected));
        }
    }

    #[test]
    fn a_store_without_a_name_gets_one_and_a_crash_in_between_is_made_up_for() {
        let named = OfData {
            store: Some(NAME),
            ..OfData::default()
        };
        let keys = OfKeys {
            store: Some(NAME),
            ..OfKeys::default()
        };
        let none = OfKeys::default();
        assert_eq!(
            compare(&OfData::default(), &none, None),
            Ok(Fit::Unnamed(None))
        );
        assert_eq!(compare(&named, &none, None), Ok(Fit::Unnamed(Some(NAME))));
        assert_eq!(
            compare(&OfData::default(), &keys, None),
            Ok(Fit::Unnamed(Some(NAME))),
            "the database of a store that was never used"
        );
        assert_eq!(compare(&named, &keys, None), Ok(Fit::Unnamed(Some(NAME))));
    }

    /// What happens to a store, as its three parts write it down.
    #[derive(Debug, Clone, Copy)]
    enum Event {
        /// Keys are committed, and the process dies or goes on before the data are.
        Keys { dies: bool },
        /// Data are committed; the mark may not reach the disk.
        Data { is_marked: bool },
        /// Nothing else is to be done: everything is noted and flushed.
        Rest,
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            any::<bool>().prop_map(|dies| Event::Keys { dies }),
            any::<bool>().prop_map(|is_marked| Event::Data { is_marked }),
            Just(Event::Rest),
        ]
    }

    /// The parts, and what the process knows.
    #[derive(Debug, Clone, Copy)]
    struct Parts {
        data: OfData,
        keys: OfKeys,
        vault: OfVault,
        /// The keys' commits and the mark that are on disk for certain.
        known: (u64, u64),
    }

    impl Parts {
        fn new() -> Self {
            let (data, keys, vault) = whole();
            Self {
                data,
                keys,
                vault,
                known: (20, 45),
            }
        }

        fn meet(&mut self, event: Event) {
            match event {
                Event::Keys { dies } => {
                    self.keys.commits += 1;
                    self.keys.data_seen = self.keys.data_seen.max(self.data.commits);
                    if !dies {
                        self.known.0 = self.keys.commits;
                    }
                }
                Event::Data { is_marked } => {
                    self.data.commits += 1;
                    self.data.keys_seen = self.known.0;
                    self.data.vault_seen = self.known.1;
                    if is_marked {
                        self.vault.data_seen = self.data.commits;
                    }
                }
                Event::Rest => {
                    self.vault.data_seen = self.data.commits;
                    self.known.1 = self.data.commits;
                    self.keys.data_seen = self.data.commits;
                    self.data.keys_seen = self.known.0;
                    self.data.vault_seen = self.known.1;
                }
            }
        }

        fn compare(&self) -> Result<Fit, Misfit> {
            compare(&self.data, &self.keys, Some(&self.vault))
        }
    }

    proptest! {
        #[test]
        fn a_crash_is_never_taken_for_a_loss(events in prop::collection::vec(event(), 0..40)) {
            let mut parts = Parts::new();
            for event in events {
                parts.meet(event);
                prop_assert_eq!(parts.compare(), Ok(Fit::Named(NAME)), "after {:?}", event);
            }
        }

        #[test]
        fn an_older_part_is_found_once_the_others_rested_after_it(
            before in prop::collection::vec(event(), 0..20),
            after in prop::collection::vec(event(), 0..20),
        ) {
            let mut parts = Parts::new();
            for event in before {
                parts.meet(event);
            }
            let older = parts;
            for event in after {
                parts.meet(event);
            }
            parts.meet(Event::Keys { dies: false });
            parts.meet(Event::Data { is_marked: true });
            parts.meet(Event::Rest);
            let data = Parts { data: older.data, ..parts };
            let is_data_found = matches!(data.compare(), Err(Misfit::DataOlder { .. }));
            prop_assert!(is_data_found, "{:?}", data);
            let keys = Parts { keys: older.keys, ..parts };
            let is_keys_found = matches!(keys.compare(), Err(Misfit::KeysOlder { .. }));
            prop_assert!(is_keys_found, "{:?}", keys);
            let vault = Parts { vault: older.vault, ..parts };
            let is_vault_found = matches!(vault.compare(), Err(Misfit::VaultOlder { .. }));
            prop_assert!(is_vault_found, "{:?}", vault);
        }
    }
}
