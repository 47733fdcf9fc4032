//! The rules of the house that only the dependency graph can break.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand};

/// Which rooms a room may use: the arrows of the architecture. The binary may use every room but
/// the tests' own.
const ARROWS: &[(&str, &[&str])] = &[
    ("verification", &[]),
    ("proofing", &["verification"]),
    ("wire", &["verification"]),
    ("pdf", &[]),
    ("imaging", &["pdf"]),
    ("sandbox", &["imaging"]),
    ("ocr", &["imaging"]),
    ("pdf417", &["imaging"]),
    ("aamva", &[]),
    ("nets", &[]),
    ("mrz", &["imaging", "nets"]),
    ("face", &["imaging", "nets"]),
    ("document", &["aamva", "imaging", "mrz", "pdf417"]),
    ("specimen", &[]),
    ("store", &["proofing", "verification"]),
    ("web", &["proofing", "verification", "wire"]),
    (
        "examination",
        &[
            "aamva",
            "document",
            "face",
            "imaging",
            "mrz",
            "ocr",
            "pdf417",
            "proofing",
            "sandbox",
            "verification",
        ],
    ),
    ("egress", &["proofing", "verification"]),
    ("worker", &["egress", "proofing", "verification", "wire"]),
    (
        "bonafide",
        &[
            "aamva",
            "document",
            "egress",
            "examination",
            "face",
            "imaging",
            "mrz",
            "ocr",
            "pdf417",
            "proofing",
            "sandbox",
            "specimen",
            "store",
            "verification",
            "web",
            "wire",
            "worker",
        ],
    ),
    ("testkit", &["proofing", "verification"]),
    // Trains the net of the reader; nothing of the product uses it.
    ("training", &["imaging", "mrz", "specimen"]),
    ("xtask", &[]),
];

/// Crates from outside that only these rooms may use.
const OWNERS: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("sqlx", &["store"]),
    // The binary's demo has a receiver of callbacks, which is a little server.
    ("axum", &["web", "bonafide"]),
    // The web serves with it, what leaves is called with it: see CALLER.
    ("hyper", &["web", "egress"]),
    ("hyper-util", &["web", "egress"]),
    ("reqwest", &["egress"]),
    ("rustls", &["egress"]),
    ("lettre", &["egress"]),
    ("maxminddb", &["egress"]),
    ("woothee", &["egress"]),
    // What staff prove themselves with.
    ("argon2", &["proofing"]),
    ("sha1", &["proofing"]),
    // Specimens and lessons are encoded as JPEG; nothing is decoded there.
    ("image", &["imaging", "specimen", "training"]),
    // One kernel for every network; the trainer goes the way back by itself.
    ("ndarray", &["nets", "training"]),
    ("zune-jpeg", &["imaging"]),
    ("png", &["imaging"]),
    ("hayro", &["pdf"]),
    ("heic-rs", &["imaging"]),
    ("image-webp", &["imaging"]),
    ("landlock", &["sandbox"]),
    ("seccompiler", &["sandbox"]),
    ("libloading", &["ocr"]),
    ("anyhow", &["bonafide", "training", "xtask"]),
    ("clap", &["bonafide"]),
];

/// The one room that may call others over HTTP: it alone asks `hyper-util` for a client.
const CALLER: &str = "egress";

/// Crates that may not be anywhere below a room, however indirectly.
const NEVER_BELOW: &[(&str, &[&str])] = &[
    (
        "verification",
        &[
            "tokio",
            "async-trait",
            "futures",
            "axum",
            "http",
            "hyper",
            "rusqlite",
            "image",
            "getrandom",
        ],
    ),
    (
        "wire",
        &["tokio", "async-trait", "axum", "hyper", "rusqlite", "image"],
    ),
    ("proofing", &["rusqlite", "axum", "http", "hyper", "image"]),
    ("imaging", &["tokio", "http"]),
    ("sandbox", &["tokio", "http"]),
    ("egress", &["document", "imaging", "rusqlite", "axum"]),
    ("worker", &["document", "imaging", "rusqlite", "axum"]),
    ("document", &["tokio", "http"]),
    ("pdf417", &["tokio", "http"]),
    ("mrz", &["tokio", "http"]),
    ("face", &["tokio", "http"]),
    ("nets", &["tokio", "http", "imaging", "image"]),
    (
        "aamva",
        &["tokio", "http", "imaging", "image", "pdf", "rxing"],
    ),
];

/// The packages and their dependencies on this platform: those of other platforms need never have
/// been downloaded.
fn metadata() -> Metadata {
    let host = std::env::consts::ARCH;
    let platform = match std::env::consts::OS {
        "linux" => format!("{host}-unknown-linux-gnu"),
        "macos" => format!("{host}-apple-darwin"),
        other => panic!("which platform is {other}?"),
    };
    let options = ["--offline", "--locked", "--filter-platform", &platform];
    query(&options).unwrap_or_else(|error| panic!("{error}"))
}

/// The packages for every platform, or for this one where the others' were never downloaded.
fn metadata_of_all_platforms() -> Metadata {
    query(&["--offline", "--locked"]).unwrap_or_else(|_| {
        println!(
            "packages of other platforms are not here (`cargo fetch`): only this one's are checked"
        );
        metadata()
    })
}

fn query(options: &[&str]) -> Result<Metadata, cargo_metadata::Error> {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .features(CargoOpt::AllFeatures)
        .other_options(options.iter().map(ToString::to_string).collect::<Vec<_>>())
        .exec()
}

fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap().to_owned()
}

/// What each package uses outside of tests and build scripts, by name.
fn uses(metadata: &Metadata) -> BTreeMap<&str, BTreeSet<&str>> {
    let nodes = &metadata.resolve.as_ref().unwrap().nodes;
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for node in nodes {
        let used = uses.entry(metadata[&node.id].name.as_str()).or_default();
        for dep in &node.deps {
            let is_normal = dep
                .dep_kinds
                .iter()
                .any(|kind| kind.kind == DependencyKind::Normal);
            if is_normal {
                used.insert(metadata[&dep.pkg].name.as_str());
            }
        }
    }
    uses
}

/// Everything below a package.
fn below<'a>(uses: &BTreeMap<&'a str, BTreeSet<&'a str>>, name: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&str> = uses[name].iter().copied().collect();
    while let Some(name) = next.pop() {
        if found.insert(name) {
            next.extend(&uses[name]);
        }
    }
    found
}

#[test]
fn rooms_depend_on_one_another_in_one_direction() {
    let metadata = metadata();
    let uses = uses(&metadata);
    let rooms: BTreeSet<&str> = metadata
        .workspace_packages()
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let known: BTreeSet<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    assert_eq!(rooms, known, "every room has its line in ARROWS");
    let mut wrong = Vec::new();
    for (room, allowed) in ARROWS {
        for used in uses[room].intersection(&rooms) {
            if !allowed.contains(used) {
                wrong.push(format!("{room} must not depend on {used}"));
            }
        }
        for (outside, owners) in OWNERS {
            if uses[room].contains(outside) && !owners.contains(room) {
                wrong.push(format!(
                    "{room} must not use {outside}: it belongs to {owners:?}"
                ));
            }
        }
    }
    for package in metadata.workspace_packages() {
        let asks_for_a_client = package.dependencies.iter().any(|dependency| {
            dependency.kind == DependencyKind::Normal
                && dependency.name == "hyper-util"
                && dependency
                    .features
                    .iter()
                    .any(|feature| feature.starts_with("client"))
        });
        if asks_for_a_client != (package.name.as_str() == CALLER) {
            wrong.push(format!(
                "{}: HTTP is called by {CALLER} alone",
                package.name
            ));
        }
    }
    for (room, never) in NEVER_BELOW {
        let below = below(&uses, room);
        for outside in never.iter().filter(|outside| below.contains(**outside)) {
            wrong.push(format!("{room} must not reach {outside}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Acts that find out who calls, by keys, tokens and links: they are where principals come from.
const IDENTIFY: &[&str] = &[
    "accept_invitation",
    "authenticate",
    "confirm_sign_in",
    "customer",
    "invitation",
    "proof",
    "proof_size",
    "proofs_are_gone",
    "sign_in",
    "staff_session",
    "take_token",
    "visit",
];

/// What begins at this position of an act's file: the name and the parameters of a public function.
fn signature(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("    pub ")?;
    let rest = rest.strip_prefix("async ").unwrap_or(rest);
    let rest = rest.strip_prefix("fn ")?;
    let (name, rest) = rest.split_once('(')?;
    let end = rest.find("\n    }").unwrap_or(rest.len());
    Some((name.split('<').next().unwrap(), &rest[..end]))
}

#[test]
fn every_act_says_first_who_acts() {
    let mut folders = vec![root().join("crates/proofing/src/acts")];
    let (mut acts, mut identify, mut wrong) = (0, BTreeSet::new(), Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for block in text.split("\nimpl App {").skip(1) {
                let block = block.split("\n}").next().unwrap();
                let starts = block.match_indices('\n').map(|(at, _)| &block[at + 1..]);
                for (name, rest) in starts.filter_map(signature) {
                    let mut parameters = rest.split(',').map(str::trim);
                    assert_eq!(parameters.next(), Some("&self"), "{name}");
                    let is_said = parameters
                        .next()
                        .is_some_and(|first| first.starts_with("by: Principal"));
                    if IDENTIFY.contains(&name) {
                        identify.insert(name.to_owned());
                    } else if !is_said {
                        wrong.push(format!("{}: {name}", path.display()));
                    }
                    acts += 1;
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "no principal first:\n{}",
        wrong.join("\n")
    );
    assert!(acts > 40, "{acts} acts were found");
    assert!(identify.iter().eq(IDENTIFY), "{identify:?}");
}

/// The one room that may call a C library. It cannot inherit the workspace's lints, since what they
/// forbid cannot be excepted, so it repeats them.
const CALLS_C: &str = "ocr";

#[test]
fn one_room_may_be_unsafe_and_obeys_every_other_lint() {
    let read =
        |path: PathBuf| -> toml::Table { std::fs::read_to_string(path).unwrap().parse().unwrap() };
    let workspace = read(root().join("Cargo.toml"));
    let lints = &workspace["workspace"]["lints"];
    let metadata = metadata();
    for package in metadata.workspace_packages() {
        let manifest = read(package.manifest_path.clone().into());
        let own = &manifest["lints"];
        if package.name.as_str() != CALLS_C {
            assert_eq!(own.get("workspace"), Some(&true.into()), "{}", package.name);
            continue;
        }
        for tool in ["rust", "clippy"] {
            for (lint, level) in lints[tool].as_table().unwrap() {
                if lint == "unsafe_code" {
                    assert_eq!(own[tool][lint].as_str(), Some("deny"));
                } else {
                    assert_eq!(own[tool].get(lint), Some(level), "{CALLS_C}: {lint}");
                }
            }
        }
    }
}

#[test]
fn every_dependency_has_a_licence_that_is_allowed() {
    let text = std::fs::read_to_string(root().join("deny.toml")).unwrap();
    let deny: toml::Table = text.parse().unwrap();
    let allowed: BTreeSet<&str> = deny["licenses"]["allow"]
        .as_array()
        .unwrap()
        .iter()
        .map(|licence| licence.as_str().unwrap())
        .collect();
    let metadata = metadata_of_all_platforms();
    let mut wrong = Vec::new();
    for package in &metadata.packages {
        let licence = package.license.as_deref().unwrap_or_default();
        if !Terms::of(licence).hold(&allowed) {
            wrong.push(format!("{} {}: {licence:?}", package.name, package.version));
        }
    }
    assert!(wrong.is_empty(), "not allowed:\n{}", wrong.join("\n"));
}

/// A licence expression (SPDX), read word by word: OR binds less than AND.
struct Terms<'a>(Vec<&'a str>);

impl<'a> Terms<'a> {
    fn of(expression: &'a str) -> Self {
        let mut words = Vec::new();
        for word in expression.split_inclusive([' ', '(', ')', '/']) {
            let (name, end) = word.split_at(word.trim_end_matches([' ', '(', ')', '/']).len());
            if !name.is_empty() {
                words.push(name);
            }
            match end {
                // The spelling of before 2018.
                "/" => words.push("OR"),
                "(" | ")" => words.push(end),
                _ => {}
            }
        }
        words.reverse();
        Self(words)
    }

    fn hold(mut self, allowed: &BTreeSet<&str>) -> bool {
        self.any(allowed) && self.0.is_empty()
    }

    fn any(&mut self, allowed: &BTreeSet<&str>) -> bool {
        let mut holds = self.all(allowed);
        while self.eats("OR") {
            holds |= self.all(allowed);
        }
        holds
    }

    fn all(&mut self, allowed: &BTreeSet<&str>) -> bool {
        let mut holds = self.one(allowed);
        while self.eats("AND") {
            holds &= self.one(allowed);
        }
        holds
    }

    fn one(&mut self, allowed: &BTreeSet<&str>) -> bool {
        if self.eats("(") {
            let holds = self.any(allowed);
            return self.eats(")") && holds;
        }
        let Some(name) = self.0.pop() else {
            return false;
        };
        if self.eats("WITH") {
            let exception = self.0.pop().unwrap_or_default();
            // What is allowed without an exception is allowed with one.
            return allowed.contains(name)
                || allowed.contains(format!("{name} WITH {exception}").as_str());
        }
        allowed.contains(name)
    }

    fn eats(&mut self, word: &str) -> bool {
        let is_next = self.0.last() == Some(&word);
        if is_next {
            self.0.pop();
        }
        is_next
    }
}

/// The crate that reads texts by default, and pictures when asked to.
const TEXT_BY_DEFAULT: &str = "mrz";

#[test]
fn text_alone_brings_nothing_for_pictures() {
    let metadata = metadata();
    let package = metadata
        .workspace_packages()
        .into_iter()
        .find(|package| package.name.as_str() == TEXT_BY_DEFAULT)
        .unwrap();
    let always: BTreeSet<&str> = package
        .dependencies
        .iter()
        .filter(|used| used.kind == DependencyKind::Normal && !used.optional)
        .map(|used| used.name.as_str())
        .collect();
    assert_eq!(always, BTreeSet::from(["jiff", "serde", "thiserror"]));
    assert_eq!(package.features.get("default"), None);
}

#[test]
fn licence_expressions_are_understood() {
    let allowed = BTreeSet::from(["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"]);
    for (expression, holds) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("", false),
        ("MIT OR GPL-3.0", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("GPL-3.0 OR MIT AND ISC", true),
        ("(GPL-3.0 OR MIT) AND ISC", true),
        ("(GPL-3.0 OR MIT) AND BSD", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
        ("MIT OR", true),
        ("(MIT", false),
    ] {
        assert_eq!(Terms::of(expression).hold(&allowed), holds, "{expression}");
    }
}
