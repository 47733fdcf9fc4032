//! `bonafide faces` and `bonafide models`: what they say with and without the networks, which are
//! not in the repository (`cargo xtask models`).

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use face::models::KNOWN;
use serde_json::{Value, json};
use specimen::{Difficulty, Scene, Specimen, photograph};

use crate::http::post;
use crate::running::{Data, Serving, bonafide};

/// A picture in which there is no face, and a folder without networks.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let specimen = Specimen::from_seed(5, jiff::civil::date(2026, 6, 1));
    let scene = Scene::from_seed(5, Difficulty::Good);
    let photo = photograph(&specimen.back().unwrap(), &scene).unwrap();
    fs::write(folder.path().join("back.jpg"), photo.jpeg).unwrap();
    fs::write(folder.path().join("words.txt"), "no picture").unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn xtask_fetches_the_files_that_the_room_knows() {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/src/models.rs");
    let xtask = fs::read_to_string(xtask).unwrap();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/faces.md");
    let page = fs::read_to_string(page).unwrap();
    for model in KNOWN {
        for place in [&xtask, &page] {
            assert!(place.contains(model.file), "{}", model.file);
            assert!(place.contains(model.sha256), "{}", model.file);
        }
    }
}

#[test]
fn without_networks_a_sentence_says_how_to_get_them() {
    let folder = folder();
    let (back, empty) = (folder.path().join("back.jpg"), folder.path().join("empty"));
    let models = ["--models", text(&empty), "--data", text(&empty)];
    let asked = [&["faces", text(&back), text(&back)], &models[..]].concat();
    let said = bonafide(&asked).bad(2);
    assert!(said.contains("bonafide models install"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    let as_json = bonafide(&[&asked[..], &["--json"]].concat());
    assert_eq!(as_json.status, Some(2));
    let json: Value = serde_json::from_str(&as_json.out).unwrap();
    assert!(json["error"].as_str().unwrap().contains("bonafide models"));
    let listed = bonafide(&[&["models", "list"], &models[..]].concat()).good();
    assert_eq!(listed.matches("missing").count(), 2, "{listed}");
}

#[test]
fn only_known_files_are_installed() {
    let folder = folder();
    let (words, empty) = (folder.path().join("words.txt"), folder.path().join("empty"));
    let install = |from: &Path| {
        let to = ["--models", text(&empty), "--data", text(&empty)];
        bonafide(&[&["models", "install", "--from", text(from)], &to[..]].concat())
    };
    let said = install(&words).bad(1);
    assert!(said.contains("not a known network"), "{said}");
    // The folder has files, but none of the right size or name.
    let said = install(folder.path()).bad(1);
    assert!(said.contains("none of the known networks"), "{said}");
    let claimed = folder.path().join(KNOWN[0].file);
    fs::write(&claimed, "not what its name says").unwrap();
    let said = install(folder.path()).bad(1);
    assert!(said.contains("its SHA-256 is"), "{said}");
    assert_eq!(fs::read_dir(&empty).unwrap().count(), 0);
}

/// The folder in which `cargo xtask models` puts the networks.
fn built() -> Option<PathBuf> {
    let program = Path::new(env!("CARGO_BIN_EXE_bonafide"));
    let folder = program.ancestors().nth(2)?.join("models");
    if KNOWN.iter().all(|model| folder.join(model.file).is_file()) {
        return Some(folder);
    }
    println!("skipped: the networks for faces are not here (`cargo xtask models`)");
    None
}

#[test]
fn installed_networks_compare_two_pictures() {
    let Some(built) = built() else { return };
    let folder = folder();
    let (back, empty) = (folder.path().join("back.jpg"), folder.path().join("empty"));
    let models = ["--models", text(&empty), "--data", text(&empty)];
    let install = ["models", "install", "--from", text(&built)];
    let said = bonafide(&[&install[..], &models[..]].concat()).good();
    assert_eq!(said.lines().count(), 2, "{said}");
    let listed = bonafide(&[&["models", "list"], &models[..]].concat()).good();
    assert!(!listed.contains("missing"), "{listed}");
    let asked = [&["faces", "--json", text(&back), text(&back)], &models[..]].concat();
    let ended = bonafide(&asked);
    assert_eq!(ended.status, Some(1), "{ended:?}");
    let json: Value = serde_json::from_str(&ended.out).unwrap();
    let members: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        ["outcome", "score", "reason", "faces", "elapsed_ms"]
    );
    assert_eq!(json["outcome"], "not_checked");
    assert_eq!(json["score"], Value::Null);
    assert_eq!(json["reason"], "no_face");
    assert_eq!(json["faces"], serde_json::json!([[], []]));
    let words = folder.path().join("words.txt");
    let asked = [&["faces", text(&back), text(&words)], &models[..]].concat();
    assert!(bonafide(&asked).bad(2).contains("words.txt"));
}

/// A request with a document and a selfie in which there is no face.
fn request(reference: &str, picture: &Path) -> String {
    let proof = STANDARD.encode(fs::read(picture).unwrap());
    json!({
        "reference": reference,
        "document": { "proof": proof, "name": "" },
        "face": { "proof": proof },
    })
    .to_string()
}

#[test]
fn a_server_without_networks_says_so_once_and_refuses_faces() {
    let folder = folder();
    let (back, empty) = (folder.path().join("back.jpg"), folder.path().join("empty"));
    let data = Data::new();
    let keys = data.account("acme");
    let server = Serving::start_with(&data, &["--models", text(&empty)]);
    let (status, body) = post(&server.url, "/", &keys, &request("faces-1", &back));
    assert_eq!((status, &body["error"]["key"]), (403, &json!("face")));
    let ended = server.stop();
    let lines = ended
        .err
        .lines()
        .filter(|line| line.contains("faces are not compared"));
    assert_eq!(lines.count(), 1, "{}", ended.err);
    assert!(
        ended.err.contains("bonafide models install"),
        "{}",
        ended.err
    );
}

#[test]
fn a_network_with_another_digest_stops_the_start() {
    let folder = folder();
    let data = Data::new();
    fs::write(folder.path().join("empty").join(KNOWN[0].file), "not it").unwrap();
    let empty = folder.path().join("empty");
    let start = ["serve", "--listen", "127.0.0.1:0", "--data", data.path()];
    let said = bonafide(&[&start[..], &["--models", text(&empty)]].concat()).bad(1);
    assert!(
        said.contains(KNOWN[0].file) && said.contains("SHA-256"),
        "{said}"
    );
}

#[test]
fn a_running_server_keeps_the_networks_that_it_has_loaded() {
    let Some(built) = built() else { return };
    let folder = folder();
    let (back, own) = (folder.path().join("back.jpg"), folder.path().join("empty"));
    for model in KNOWN {
        fs::copy(built.join(model.file), own.join(model.file)).unwrap();
    }
    let data = Data::new();
    let keys = data.account("acme");
    let server = Serving::start_with(&data, &["--models", text(&own)]);
    for model in KNOWN {
        fs::write(own.join(model.file), "something else").unwrap();
    }
    let (status, body) = post(&server.url, "/", &keys, &request("faces-1", &back));
    assert_eq!(
        (status, &body["verification_result"]["face"]),
        (200, &json!(0))
    );
    let codes = body["services_declined_codes"]["face"].as_array().unwrap();
    assert_eq!(codes, &[json!("SPDR168")]);
    assert_eq!(server.stop().status, Some(0));
}
