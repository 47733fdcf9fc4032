//! Every kind of value and every variant has a fixture, which is read and written byte for byte.

mod customers;
mod phones;
mod reviews;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use proofing::ports::{Enrolment, EvidenceRef, Job, KeptExamination, StoreError};
use testkit::builders::verification_id;
use verification::Verification;
use verification::account::AccountSettings;
use verification::audit::{AuditAct, AuditContent};
use verification::reading::PictureHash;
use verification::staff::Credentials;

use super::{columns, every_kind, samples, staff_samples, turn_samples};
use crate::codec::form::{Listed, Variants};
use crate::codec::{Coded, Private, Profile, Secrets, Traced, decode, encode};

/// With this set, fixtures that are missing are written. None is ever written anew: what lies on a
/// disk somewhere does not change either.
const WRITE: &str = "BONAFIDE_WRITE_FIXTURES";

/// A kind that has values of people who do not exist.
pub(super) trait Sampled: Coded {
    fn samples() -> Vec<Self>;
}

impl Sampled for Verification {
    fn samples() -> Vec<Self> {
        let all = samples::verifications().into_iter();
        all.chain([samples::bare()])
            .chain(turn_samples::turned())
            .chain(phones::phones())
            .chain(reviews::reviewed())
            .chain(customers::named())
            .collect()
    }
}

impl Sampled for KeptExamination {
    fn samples() -> Vec<Self> {
        samples::examinations()
    }
}

impl Sampled for EvidenceRef {
    fn samples() -> Vec<Self> {
        samples::evidence()
    }
}

impl Sampled for AccountSettings {
    fn samples() -> Vec<Self> {
        let all = samples::accounts().into_iter();
        let reviewed = AccountSettings {
            four_eyes: true,
            review_hours: Some(48),
            ..AccountSettings::default()
        };
        let settings = all.map(|account| account.settings);
        let others = [reviewed, customers::searched(), customers::enrolling()];
        settings.chain(others).collect()
    }
}

impl Sampled for Secrets {
    fn samples() -> Vec<Self> {
        let all = samples::accounts().into_iter();
        all.map(|account| Self {
            current: account.secret,
            retiring: account.retiring,
            api_key: account.capture_key.map(|key| key.api_key),
        })
        .collect()
    }
}

impl Sampled for Profile {
    fn samples() -> Vec<Self> {
        staff_samples::profiles()
    }
}

impl Sampled for Credentials {
    fn samples() -> Vec<Self> {
        staff_samples::credentials()
    }
}

impl Sampled for Enrolment {
    fn samples() -> Vec<Self> {
        vec![customers::enrolled()]
    }
}

impl Sampled for Traced {
    fn samples() -> Vec<Self> {
        let selfie = PictureHash::from_bits(0x0123_4567_89ab_cdef);
        vec![Self { selfie }]
    }
}

impl Sampled for Private {
    fn samples() -> Vec<Self> {
        let detail = Some("sms \"to\" Zoë".to_owned());
        let browser = Some(samples::browser());
        [(detail, None), (None, browser)]
            .map(|(detail, browser)| Self { detail, browser })
            .into()
    }
}

impl Sampled for AuditContent {
    fn samples() -> Vec<Self> {
        let reason = Some("Zoë called".into());
        vec![
            Self::because(reason)
                .with("code", "SPDR42")
                .with("old", "Ann"),
            Self::default(),
        ]
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/v1")
}

/// The kinds that were checked, by their folders.
#[derive(Default)]
pub(super) struct Check {
    folders: BTreeSet<String>,
}

impl Check {
    /// Checks the fixtures of one kind.
    pub(super) fn kind<T: Sampled>(&mut self) {
        let name = format!("{}.{}", T::PLACE.table, T::PLACE.column);
        let folder = fixtures().join(&name);
        let (mut all, mut seen) = (Variants::new(), Variants::new());
        T::Newest::list(&mut all);
        let samples = T::samples();
        for (number, sample) in samples.iter().enumerate() {
            let path = folder.join(format!("{number:02}"));
            let written = encode(sample, "1").unwrap();
            if std::env::var_os(WRITE).is_some() && !path.exists() {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&path, &*written).unwrap();
            }
            let fixture = fs::read(&path).unwrap_or_default();
            assert_eq!(
                String::from_utf8_lossy(&written),
                String::from_utf8_lossy(&fixture),
                "{} is not what is written today; if it is missing, run once with {WRITE}=1",
                path.display()
            );
            let read: T = decode(&fixture, "1").unwrap();
            assert_eq!(*encode(&read, "1").unwrap(), fixture, "{}", path.display());
            let form: T::Newest = serde_json::from_slice(&fixture[1..]).unwrap();
            form.note(&mut seen);
            // Before there were tags, the same was stored without one.
            let untagged: T = decode(&fixture[1..], "1").unwrap();
            assert_eq!(*encode(&untagged, "1").unwrap(), fixture);
        }
        let known = fs::read_dir(&folder).map_or(0, Iterator::count);
        assert_eq!(known, samples.len(), "fixtures of {name}");
        let lacking: Vec<_> = all.difference(&seen).collect();
        assert!(lacking.is_empty(), "{name} has no fixture with {lacking:?}");
        assert!(self.folders.insert(name));
    }
}

#[test]
fn every_kind_and_variant_has_a_fixture_that_is_read_and_written() {
    let mut check = Check::default();
    every_kind(&mut check);
    let there = fs::read_dir(fixtures()).unwrap();
    let there: BTreeSet<String> = there
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "words" && name != "audit_acts")
        .collect();
    assert_eq!(there, check.folders);
}

#[test]
fn words_of_columns_are_what_they_were() {
    let mut now = String::new();
    let mut list = |column: &str, words: &[&str]| {
        for word in words {
            writeln!(now, "{column} {word}").unwrap();
        }
    };
    list("verifications.stage", columns::STAGES);
    list("accounts.environment", columns::ENVIRONMENTS);
    list("deliveries.state", columns::DELIVERY_STATES);
    list("deliveries.told", columns::TOLD);
    let id = verification_id(1);
    let jobs = [
        Job::Examine(id),
        Job::Expire(id),
        Job::Erase(id),
        Job::Retain(id),
        Job::SendLink(id),
        Job::SendCode(id),
        Job::Enrol(id),
    ];
    list("jobs.kind", &jobs.map(columns::job_word));
    let path = fixtures().join("words");
    if std::env::var_os(WRITE).is_some() && !path.exists() {
        fs::write(&path, &now).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), now);
    for word in columns::STAGES {
        assert_eq!(columns::stage(word).map(columns::stage_word), Some(*word));
    }
    for word in columns::ENVIRONMENTS {
        let read = columns::environment(word);
        assert_eq!(read.map(columns::environment_word), Some(*word));
    }
    for word in columns::DELIVERY_STATES {
        let read = columns::delivery_state(word);
        assert_eq!(read.map(columns::delivery_state_word), Some(*word));
    }
    for word in columns::TOLD {
        assert_eq!(columns::told(word).map(columns::told_word), Some(*word));
    }
    for job in jobs {
        assert_eq!(columns::job(columns::job_word(job), id), Some(job));
    }
    assert_eq!(columns::job("later", id), None);
}

/// Acts may be added to the list, and none of them ever changes.
#[test]
fn words_of_the_audit_trail_are_what_they_were() {
    let path = fixtures().join("audit_acts");
    if std::env::var_os(WRITE).is_some() {
        fs::write(&path, columns::AUDIT_ACTS.join("\n") + "\n").unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    let stored: BTreeSet<&str> = stored.lines().collect();
    assert_eq!(stored, columns::AUDIT_ACTS.iter().copied().collect());
    for act in AuditAct::ALL {
        let word = columns::audit_act_word(*act);
        assert_eq!(columns::audit_act(word), Some(*act));
    }
}

#[test]
fn what_is_no_value_is_refused_by_name() {
    let newer = decode::<Verification>(b"2\x00\x01", "ver_7").unwrap_err();
    assert!(matches!(newer, StoreError::Newer { format: '2', .. }));
    assert_eq!(
        newer.to_string(),
        "verifications.sealed of row ver_7 has format 2: a newer version of this program wrote it, use that one"
    );
    for impossible in ["", "1", "1{}", "{}", "null", "[]", "\u{7}{}", "1{\"id\":7}"] {
        let refused = decode::<Verification>(impossible.as_bytes(), "ver_7").unwrap_err();
        assert!(
            matches!(refused, StoreError::Inconsistent { .. }) || impossible == "null",
            "{impossible}: {refused}"
        );
        assert!(
            refused
                .to_string()
                .contains("verifications.sealed of row ver_7")
        );
    }
    // A value that the core refuses is as impossible as one that is not there.
    let written = encode(&samples::evidence()[0], "1").unwrap();
    let text = String::from_utf8(written.to_vec()).unwrap();
    let wrong = text.replace("\"proof\"", "\"front\"");
    decode::<EvidenceRef>(wrong.as_bytes(), "1").unwrap_err();
    let written = encode(&samples::bare(), "1").unwrap();
    let text = String::from_utf8(written.to_vec()).unwrap();
    let wrong = text.replace("\"ttl\":60", "\"ttl\":0");
    assert_ne!(wrong, text);
    decode::<Verification>(wrong.as_bytes(), "1").unwrap_err();
}
