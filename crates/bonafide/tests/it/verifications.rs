//! `bonafide verifications`, `review` and `proofs` over what a real server has verified.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use insta::assert_snapshot;
use jiff::civil::date;
use serde_json::{Value, json};
use specimen::{Difficulty, Scene, Specimen, photograph};

use crate::cli::{json as parsed, shape};
use crate::http::post;
use crate::running::{Data, Keys, Serving, bonafide};

/// Who is on the licence; no word of it may be printed unless it is asked for.
const GIVEN: &str = "Wilhelmina";
const FAMILY: &str = "Quillfeather";

/// The two sides of a licence.
fn sides() -> &'static [Vec<u8>; 2] {
    static SIDES: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    SIDES.get_or_init(|| {
        let licence = specimen::Licence::from_seed(11, date(2026, 6, 1)).with_name(GIVEN, FAMILY);
        let specimen = Specimen::new(licence);
        let scene = Scene::from_seed(11, Difficulty::Good);
        [specimen.front(), specimen.back()]
            .map(|side| photograph(&side.unwrap(), &scene).unwrap().jpeg)
    })
}

/// Requests a verification of the licence and answers with the event.
fn ask(server: &Serving, keys: &Keys, reference: &str, manual_review: &str) -> String {
    let uri = |side: &[u8]| format!("data:image/jpeg;base64,{}", STANDARD.encode(side));
    let [front, back] = sides();
    let request = json!({
        "reference": reference,
        "manual_review": manual_review,
        "document": {
            "supported_types": ["driving_license"],
            "proof": uri(front),
            "additional_proof": uri(back),
            "name": { "first_name": GIVEN, "last_name": FAMILY },
            "dob": "",
            "document_number": "",
        },
    });
    let (status, body) = post(&server.url, "/", keys, &request.to_string());
    assert_eq!(status, 200, "{body}");
    body["event"].as_str().unwrap().to_owned()
}

/// A server that has accepted one licence and leaves another to a reviewer.
struct World {
    data: Data,
    server: Serving,
}

impl World {
    fn new() -> Self {
        let data = Data::new();
        let keys = data.account("acme");
        data.account("other");
        let path = data.path();
        bonafide(&[
            "account",
            "set",
            "acme",
            "--own-status-codes",
            "yes",
            "--data",
            path,
        ])
        .good();
        let server = Serving::start(&data);
        assert_eq!(ask(&server, &keys, "done-1", "0"), "verification.accepted");
        assert_eq!(ask(&server, &keys, "wait-1", "1"), "review.pending");
        let open = json!({ "reference": "open-1", "document": { "name": "" } });
        assert_eq!(post(&server.url, "/", &keys, &open.to_string()).0, 200);
        Self { data, server }
    }

    fn run(&self, words: &[&str]) -> crate::running::Ended {
        bonafide(&[words, &["--data", self.data.path()]].concat())
    }

    fn lines(&self, words: &[&str]) -> Vec<Value> {
        let out = self.run(&[words, &["--json"]].concat()).good();
        out.lines().map(parsed).collect()
    }

    /// How often the journal says that personal data were shown.
    fn views(&self) -> usize {
        let journal = self.lines(&["journal", "done-1"]);
        journal
            .iter()
            .filter(|event| event["event"] == 3930)
            .count()
    }
}

fn references(lines: &[Value]) -> Vec<&str> {
    let references = lines.iter().map(|line| line["reference"].as_str().unwrap());
    references.collect()
}

#[track_caller]
fn assert_masked(text: &str) {
    let text = text.to_lowercase();
    for word in [GIVEN, FAMILY] {
        assert!(!text.contains(&word.to_lowercase()), "{word} in {text}");
    }
}

#[test]
fn verifications_are_listed_shown_reviewed_and_saved() {
    let world = World::new();
    lists(&world);
    shows(&world);
    saves(&world);
    reviews(&world);
    audits(&world);
    manages(&world);
    assert_eq!(world.server.stop().status, Some(0));
}

fn lists(world: &World) {
    let list = |more: &[&str]| world.lines(&[&["verifications", "list"], more].concat());
    let all = list(&[]);
    assert_eq!(
        references(&all),
        ["open-1", "wait-1", "done-1"],
        "newest first"
    );
    assert_snapshot!("verifications_list_json", format!("{:#}", shape(&all[0])));
    assert_eq!(references(&list(&["--stage", "accepted"])), ["done-1"]);
    assert_eq!(references(&list(&["--status", "in_review"])), ["wait-1"]);
    let name = format!("{} {GIVEN}", FAMILY.to_uppercase());
    for (filter, expected) in [
        (["--name", name.as_str()], &["wait-1", "done-1"][..]),
        (["--name", "Nobody"], &[]),
        (
            ["--document-type", "driving_license"],
            &["wait-1", "done-1"],
        ),
        (["--reference", "done-*"], &["done-1"]),
        (["--reference", "open-1"], &["open-1"]),
        (["--by-hand", "yes"], &[]),
    ] {
        assert_eq!(references(&list(&filter)), expected, "{filter:?}");
    }
    let count = ["verifications", "list", "--name", GIVEN, "--count"];
    assert_eq!(world.run(&count).good().trim(), "2");
    let two = ["--stage", "in_review", "--stage", "created"];
    assert_eq!(references(&list(&two)), ["open-1", "wait-1"]);
    assert_eq!(list(&["--account", "acme"]).len(), 3);
    assert_eq!(list(&["--from", "2020-01-01"]).len(), 3);
    assert!(list(&["--until", "2020-01-01"]).is_empty());

    let first = world.run(&["verifications", "list", "--json", "--limit", "2"]);
    let place = all[1]["place"].to_string();
    assert_eq!(
        first.err,
        format!("there are more; continue with --after {place}\n")
    );
    assert_eq!(first.out.lines().count(), 2);
    let rest = list(&["--limit", "2", "--after", &place]);
    assert_eq!(references(&rest), ["done-1"]);

    let none = world.run(&["verifications", "list", "--account", "other"]);
    assert_eq!(none.err, "no verification matches\n");
    assert_eq!(none.good(), "");
    let table = world.run(&["verifications", "list"]).good();
    for part in ["acme", "done-1", "in_review"] {
        assert!(table.contains(part), "{table}");
    }
    assert_masked(&table);
    assert_masked(&Value::from(all).to_string());
}

fn shows(world: &World) {
    let show = ["verifications", "show", "done-1"];
    let table = world.run(&show).good();
    for part in [
        "automatic checks",
        "confirmed",
        "***",
        "document.proof",
        "image/jpeg",
    ] {
        assert!(table.contains(part), "{part} is not in {table}");
    }
    assert_masked(&table);
    let masked = world.lines(&show).remove(0);
    assert_masked(&masked.to_string());
    assert_eq!(masked["is_masked"], true);
    let service = &masked["outcome"]["services"][0];
    assert_eq!(service["result"]["name"], true, "{service}");
    assert_eq!(world.views(), 0, "nothing was shown");

    let open = [&show[..], &["--reveal"]].concat();
    let revealed = world.lines(&open).remove(0);
    let name = &revealed["outcome"]["services"][0]["data"]["name"];
    let family = name["last_name"].as_str().unwrap();
    assert!(family.eq_ignore_ascii_case(FAMILY), "{name}");
    assert_eq!(world.views(), 1);
    let table = world.run(&open).good().to_lowercase();
    assert!(table.contains(&FAMILY.to_lowercase()), "{table}");
    assert_eq!(world.views(), 2);

    let id = masked["id"].as_str().unwrap();
    let by_id = world.lines(&["verifications", "show", id]).remove(0);
    assert_eq!(by_id["reference"], "done-1");
    let others = world.run(&["verifications", "show", id, "--account", "other"]);
    assert!(others.bad(1).contains("in account other"));
}

fn saves(world: &World) {
    let folder = world.data.around().join("case/1");
    let to = folder.to_str().unwrap();
    let save = ["proofs", "save", "done-1", "--to", to];
    let saved = world.run(&save).good();
    let expected = format!("{to}/document-front.jpg\n{to}/document-back.jpg\n");
    assert_eq!(saved, expected);
    for (file, side) in saved.lines().zip(sides()) {
        let mode = fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(&fs::read(file).unwrap(), side);
    }
    assert_eq!(world.views(), 3);
    fs::remove_file(folder.join("document-front.jpg")).unwrap();
    fs::write(folder.join("document-back.jpg"), "mine").unwrap();
    let refused = world.run(&save).bad(1);
    assert!(refused.contains("nothing is overwritten"), "{refused}");
    assert!(
        !folder.join("document-front.jpg").exists(),
        "all or nothing"
    );
    assert_eq!(fs::read(folder.join("document-back.jpg")).unwrap(), b"mine");
    assert_eq!(world.views(), 3, "nothing was opened");
    let file = folder.join("document-back.jpg");
    let into = file.to_str().unwrap();
    let refused = world
        .run(&["proofs", "save", "done-1", "--to", into])
        .bad(1);
    assert_eq!(
        refused,
        format!("bonafide: {into} is a file, not a folder\n")
    );
    let none = world.run(&["proofs", "save", "open-1", "--to", to]).bad(1);
    assert_eq!(none, "bonafide: open-1 has no pictures\n");
    assert!(Path::new(to).is_dir());
}

fn reviews(world: &World) {
    let waiting = world.lines(&["review", "list"]);
    assert_eq!(references(&waiting), ["wait-1"]);
    assert_eq!(waiting[0]["checks_suggest"], "accept");
    assert_snapshot!("review_list_json", format!("{:#}", shape(&waiting[0])));
    let table = world.run(&["review", "list", "--account", "acme"]).good();
    assert!(table.contains("wait-1"), "{table}");
    assert_masked(&table);
    let decide = |reference: &str, verdict: &str| {
        world.run(&["review", "acme", reference, verdict, "--by", "Ann Example"])
    };
    assert_eq!(
        decide("open-1", "accept").bad(1),
        "bonafide: open-1 has nothing to review yet: the person has not finished\n"
    );
    assert_eq!(decide("wait-1", "accept").good(), "wait-1 is accepted\n");
    let again = decide("wait-1", "accept").bad(1);
    assert_eq!(again, "bonafide: wait-1 is already accepted\n");
    assert_eq!(decide("wait-1", "decline").good(), "wait-1 is declined\n");
    let again = decide("wait-1", "decline").bad(1);
    assert_eq!(again, "bonafide: wait-1 is already declined\n");
    let none = world.run(&["review", "list"]);
    assert_eq!(none.err, "nothing awaits review\n");
    assert_eq!(none.good(), "");
    let shown = world.run(&["verifications", "show", "wait-1"]).good();
    assert!(shown.contains("Ann Example"), "{shown}");
}

/// Everything that was shown above is in the audit trail, and the trail holds together.
fn audits(world: &World) {
    let acts = |more: &[&str]| {
        let lines = world.lines(&[&["audit", "list", "--verification"], more].concat());
        let acts = lines
            .iter()
            .map(|line| line["act"].as_str().unwrap().to_owned());
        acts.collect::<Vec<_>>()
    };
    let seen = ["view_pictures", "view_data", "view_data"];
    assert_eq!(acts(&["done-1"]), seen, "newest first");
    assert_eq!(
        acts(&["done-1", "--act", "view_pictures"]),
        ["view_pictures"]
    );
    assert_eq!(acts(&["wait-1"]), ["overturn", "decide"]);
    assert_eq!(acts(&["done-1", "--until", "2020-01-01"]), [""; 0]);
    let lines = world.lines(&["audit", "list", "--limit", "1"]);
    assert_snapshot!("audit_list_json", format!("{:#}", shape(&lines[0])));
    let table = world.run(&["audit", "list"]).good();
    assert!(
        table.contains("operator") && table.contains("***"),
        "{table}"
    );
    assert!(!table.contains("Ann Example"), "{table}");
    let revealed = world.run(&["audit", "list", "--reveal"]).good();
    assert!(revealed.contains("Ann Example"), "{revealed}");

    let checked = world.lines(&["audit", "verify"]).remove(0);
    assert_eq!(checked["entries"], 6, "the reading is an entry as well");
    let head = checked["head"].as_str().unwrap();
    let unbroken = world.run(&["audit", "verify", "--head", head]).good();
    assert_eq!(unbroken, format!("6 entries, unbroken\nhead {head}\n"));
    let other = head.replacen('6', "5", 1);
    let refused = world.run(&["audit", "verify", "--head", &other]).bad(1);
    assert!(refused.contains("does not contain the head"), "{refused}");
    let exported = world.run(&["audit", "export"]).good();
    assert_eq!(exported.lines().count(), 6);
    assert_masked(&exported);
}

/// Data are corrected; what is held is not deleted until it is released.
fn manages(world: &World) {
    let manage = |words: &[&str]| {
        let words = [&["verifications"], words, &["--reason", "a letter"]].concat();
        world.run(&words)
    };
    let right = ["correct", "done-1", "document.dob", "1990-01-02"];
    let corrected = manage(&right).good();
    assert_eq!(corrected, "document.dob of done-1 was corrected\n");
    let again = manage(&right).bad(1);
    assert!(again.contains("has this value already"), "{again}");
    let other = manage(&["correct", "done-1", "document.shoe_size", "42"]).bad(1);
    assert!(other.contains("there is no field"), "{other}");
    let held = manage(&["hold", "done-1"]).good();
    assert_eq!(held, "done-1 is held against deletion\n");
    let refused = manage(&["delete", "done-1"]).bad(1);
    assert!(refused.contains("release it first"), "{refused}");
    assert_eq!(
        manage(&["release", "done-1"]).good(),
        "done-1 may be deleted\n"
    );
    assert_eq!(manage(&["delete", "done-1"]).good(), "done-1 was deleted\n");
    let list = ["audit", "list", "--verification", "done-1"];
    let trail = world.lines(&list);
    let last = trail.iter().take(4);
    let last: Vec<_> = last
        .map(|one| (one["act"].as_str(), one["is_erased"].as_bool()))
        .collect();
    assert_eq!(
        last,
        [
            (Some("delete"), Some(false)),
            (Some("release"), Some(true)),
            (Some("hold"), Some(true)),
            (Some("correct"), Some(true)),
        ]
    );
    world.run(&["audit", "verify"]).good();
}
