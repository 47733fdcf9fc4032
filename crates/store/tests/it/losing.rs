//! Losing parts of a store: nothing is made in their place, nothing is swept on their account, and
//! what was acknowledged is never missing without a word.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use proofing::ports::{Found, Store};
use proptest::prelude::*;
use store::{MasterKey, MasterKeyError, Misfit, OpenError};
use tempfile::TempDir;
use testkit::builders::{at, opening, updating, verification_id};

use crate::{copy, fill, is_whole, kept, lose, open, put, try_open};

const PARTS: [&str; 4] = ["master.key", "keys.db", "bonafide.db", "vault"];

/// All files and folders, to see that nothing was made or removed.
fn everything(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything(&path));
        }
        // A look into a database may leave its index of the log.
        if path
            .extension()
            .is_none_or(|end| end != "db-shm" && end != "db-wal")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Opens as the server does: the master key first.
fn start(dir: &Path) -> Result<(), String> {
    let key = dir.join("master.key");
    MasterKey::load_or_create(&key, |bytes| bytes.fill(9)).map_err(|error| error.to_string())?;
    try_open(dir, 2)
        .map(drop)
        .map_err(|error| error.to_string())
}

#[tokio::test]
async fn any_part_may_be_lacking_and_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let whole = dir.join("whole");
    fs::create_dir(&whole).unwrap();
    let (store, vault) = open(&whole, 1);
    fill(&store, &vault, 1..4).await;
    drop((store, vault));
    let before = kept(&whole);
    for lost in 1..(1_usize << PARTS.len()) {
        let lacking: Vec<&str> = (0..PARTS.len())
            .filter(|part| lost & (1 << part) != 0)
            .map(|part| PARTS[part])
            .collect();
        let folder = dir.join(format!("without-{lost}"));
        copy(&whole, &folder);
        for part in &lacking {
            lose(&folder, part);
        }
        let there = everything(&folder);
        let is_new = !["keys.db", "bonafide.db", "vault"]
            .iter()
            .any(|part| !lacking.contains(part));
        match start(&folder) {
            Ok(()) => assert!(is_new, "started without {lacking:?}"),
            Err(said) => {
                assert!(!is_new, "{lacking:?}: {said}");
                assert!(
                    lacking.iter().any(|part| said.contains(part)),
                    "{lacking:?}: {said}"
                );
                assert_eq!(everything(&folder), there, "{lacking:?}");
                for part in &lacking {
                    put(&whole, &folder, part);
                }
                let (store, vault) = open(&folder, 3);
                for number in 1..4 {
                    assert!(is_whole(&store, &vault, number).await, "{lacking:?}");
                }
                assert_eq!(kept(&folder), before, "{lacking:?}");
            }
        }
    }
}

#[tokio::test]
async fn an_empty_file_in_place_of_a_part_is_no_part() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let whole = dir.join("whole");
    fs::create_dir(&whole).unwrap();
    let (store, vault) = open(&whole, 1);
    fill(&store, &vault, 1..3).await;
    drop((store, vault));
    for part in PARTS {
        let folder = dir.join(part);
        copy(&whole, &folder);
        lose(&folder, part);
        if part == "vault" {
            fs::create_dir(folder.join(part)).unwrap();
        } else {
            fs::write(folder.join(part), b"").unwrap();
        }
        let said = start(&folder).unwrap_err();
        assert!(said.contains(part), "{part}: {said}");
        put(&whole, &folder, part);
        start(&folder).unwrap();
        assert_eq!(kept(&folder), (2, 2));
    }
    // A store that died at its first start holds nothing that could be lost.
    let young = dir.join("young");
    fs::create_dir(&young).unwrap();
    drop(open(&young, 1));
    for part in ["bonafide.db", "vault"] {
        lose(&young, part);
        start(&young).unwrap();
    }
}

#[test]
fn no_master_key_is_made_beside_a_store() {
    let dir = tempfile::tempdir().unwrap();
    for there in ["keys.db", "bonafide.db"] {
        let folder = dir.path().join(there);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(there), b"something").unwrap();
        let made = MasterKey::load_or_create(&folder.join("master.key"), |bytes| bytes.fill(1));
        assert!(
            matches!(made, Err(MasterKeyError::Lacking { .. })),
            "{made:?}"
        );
        assert!(!folder.join("master.key").exists());
    }
}

/// Two states of one store, the second with more in it.
struct TwoStates {
    dir: TempDir,
}

impl TwoStates {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let work = dir.path().join("work");
        fs::create_dir(&work).unwrap();
        let (store, vault) = open(&work, 1);
        fill(&store, &vault, 1..4).await;
        drop((store, vault));
        copy(&work, &dir.path().join("older"));
        let (store, vault) = open(&work, 2);
        fill(&store, &vault, 4..9).await;
        drop((store, vault));
        copy(&work, &dir.path().join("newer"));
        Self { dir }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
}

fn misfit(dir: &Path) -> Misfit {
    match try_open(dir, 5) {
        Err(OpenError::Misfit(misfit)) => misfit,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_older_part_is_refused_and_nothing_of_the_others_is_touched() {
    let states = TwoStates::new().await;
    let (older, newer, work) = (states.at("older"), states.at("newer"), states.at("work"));
    for (part, expected) in [
        ("bonafide.db", Misfit::DataOlder { lost: 5 }),
        ("keys.db", Misfit::KeysOlder { lost: 5 }),
    ] {
        put(&older, &work, part);
        for _ in 0..3 {
            assert_eq!(misfit(&work), expected);
        }
        put(&newer, &work, part);
        let (store, vault) = open(&work, 6);
        for number in 1..9 {
            assert!(is_whole(&store, &vault, number).await, "{part} {number}");
        }
        assert_eq!(kept(&work), (8, 8));
    }
    put(&older, &work, "vault");
    assert!(matches!(misfit(&work), Misfit::VaultOlder { .. }));
    put(&newer, &work, "vault");
    drop(open(&work, 7));
    // All of an older state is whole in itself.
    drop(open(&older, 8));
    for part in ["bonafide.db", "keys.db", "vault"] {
        put(&older, &work, part);
    }
    drop(open(&work, 9));
}

#[tokio::test]
async fn parts_of_two_stores_do_not_mix() {
    let dir = tempfile::tempdir().unwrap();
    let (one, other) = (dir.path().join("one"), dir.path().join("other"));
    for (folder, seed) in [(&one, 1), (&other, 2)] {
        fs::create_dir(folder).unwrap();
        let (store, vault) = open(folder, seed);
        fill(&store, &vault, 1..4).await;
    }
    put(&other, &one, "vault");
    assert_eq!(misfit(&one), Misfit::Foreign { part: "vault/" });
    fs::copy(other.join("master.key"), one.join("master.key")).unwrap();
    put(&other, &one, "keys.db");
    assert_eq!(misfit(&one), Misfit::Foreign { part: "keys.db" });
}

/// What a crash leaves of a store: everything acknowledged is in its logs.
struct Crashed {
    dir: TempDir,
    /// The verifications that were acknowledged, and how often each was changed.
    acknowledged: Vec<u128>,
}

async fn crash(verifications: u128, changes: u64) -> Crashed {
    let dir = tempfile::tempdir().unwrap();
    let work = dir.path().join("work");
    fs::create_dir(&work).unwrap();
    let (store, vault) = open(&work, 1);
    fill(&store, &vault, 1..verifications + 1).await;
    for version in 1..=changes {
        let Ok(Some(Found::Live(stored))) = store.by_id(verification_id(1)).await else {
            panic!("not there")
        };
        assert_eq!(stored.version, version);
        let step = stored.value.open_link(at(1)).unwrap();
        store.apply(updating(version, step)).await.unwrap();
    }
    copy(&work, &dir.path().join("crashed"));
    Crashed {
        dir,
        acknowledged: (1..=verifications).collect(),
    }
}

impl Crashed {
    /// Cuts a log to a share of its length, starts, and gives what is lacking if it starts.
    async fn cut(&self, file: &str, share: f64, changes: u64) -> Result<(), String> {
        let folder = self.dir.path().join("cut");
        let _ = fs::remove_dir_all(&folder);
        copy(&self.dir.path().join("crashed"), &folder);
        let log = folder.join(format!("{file}-wal"));
        let whole = fs::metadata(&log).unwrap().len();
        let length = (whole as f64 * share) as u64;
        let log = OpenOptions::new().write(true).open(log).unwrap();
        log.set_len(length).unwrap();
        let (store, vault) = match try_open(&folder, 3) {
            Ok(opened) => opened,
            Err(OpenError::Misfit(_) | OpenError::Lacking(_) | OpenError::KeysMissing) => {
                return Ok(());
            }
            Err(other) => return Err(format!("{other:?}")),
        };
        for number in &self.acknowledged {
            if !is_whole(&store, &vault, *number).await {
                return Err(format!("{number} is missing at {share} of {file}-wal"));
            }
        }
        match store.by_id(verification_id(1)).await {
            Ok(Some(Found::Live(stored))) if stored.version == changes + 1 => Ok(()),
            other => Err(format!("{other:?} at {share} of {file}-wal")),
        }
    }
}

#[tokio::test]
async fn a_log_that_was_not_cut_loses_nothing() {
    let crashed = crash(30, 5).await;
    let folder = crashed.dir.path().join("crashed");
    let (store, vault) = open(&folder, 4);
    for number in 1..31 {
        assert!(is_whole(&store, &vault, number).await);
    }
}

#[tokio::test]
async fn half_a_log_is_told_with_what_is_lacking() {
    let crashed = crash(30, 0).await;
    let folder = crashed.dir.path().join("crashed");
    let log = folder.join("bonafide.db-wal");
    let half = fs::metadata(&log).unwrap().len() / 2;
    OpenOptions::new()
        .write(true)
        .open(log)
        .unwrap()
        .set_len(half)
        .unwrap();
    let Misfit::DataOlder { lost } = misfit(&folder) else {
        panic!("another misfit")
    };
    assert!((10..30).contains(&lost), "{lost} of 30");
    assert_eq!(misfit(&folder), Misfit::DataOlder { lost }, "it stays so");
    assert_eq!(kept(&folder), (30, 30));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wherever_a_log_is_cut_nothing_is_missing_in_silence(
        is_keys in any::<bool>(),
        share in 0.0..1.0_f64,
        verifications in 1..12_u128,
        changes in 0..6_u64,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let file = if is_keys { "keys.db" } else { "bonafide.db" };
        let found = runtime.block_on(async {
            crash(verifications, changes).await.cut(file, share, changes).await
        });
        prop_assert_eq!(found, Ok(()));
    }
}

#[tokio::test]
async fn a_second_process_never_takes_a_server_at_work_for_a_misfit() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _vault) = open(dir.path(), 1);
    let is_over = Arc::new(AtomicBool::new(false));
    let (path, looks_at) = (dir.path().to_owned(), Arc::clone(&is_over));
    let looking = std::thread::spawn(move || {
        let mut looks = 0;
        while !looks_at.load(Ordering::SeqCst) {
            drop(open(&path, 100 + looks));
            looks += 1;
        }
        looks
    });
    for number in 1..400 {
        store.apply(opening(number)).await.unwrap();
    }
    is_over.store(true, Ordering::SeqCst);
    assert!(looking.join().unwrap() > 0);
}
