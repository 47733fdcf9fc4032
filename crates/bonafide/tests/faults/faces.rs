//! Many selfies at once: the server's memory stays within bounds, because faces are examined only a
//! few at a time, and nothing of a picture is kept.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures::future::join_all;
use serde_json::{Value, json};
use specimen::{Difficulty, Scene, Specimen, photograph};

use crate::support::requests::Drawn;
use crate::support::server::Home;

/// How many are sent at once.
const SELFIES: usize = 16;

/// The most memory that the server may take for all of it, in KiB: 250 MB.
const MOST: u64 = 250_000_000 / 1024;

/// The folder in which `cargo xtask models` puts the networks.
fn networks() -> Option<PathBuf> {
    let program = Path::new(env!("CARGO_BIN_EXE_bonafide"));
    let folder = program.ancestors().nth(2)?.join("models");
    let known = face::models::KNOWN.iter();
    if known.clone().all(|model| folder.join(model.file).is_file()) {
        return Some(folder);
    }
    println!("skipped: the networks for faces are not here (`cargo xtask models`)");
    None
}

/// A picture of twelve megapixels, as telephones take them. What it shows makes no difference to
/// the memory.
fn selfie() -> String {
    let specimen = Specimen::from_seed(7, jiff::civil::date(2026, 6, 1));
    let scene = Scene {
        width: 4_000,
        height: 3_000,
        ..Scene::from_seed(7, Difficulty::Good)
    };
    let photo = photograph(&specimen.front().unwrap(), &scene).unwrap();
    STANDARD.encode(photo.jpeg)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixteen_selfies_at_once_take_little_memory() {
    let Some(networks) = networks() else { return };
    let mut home = Home::new();
    let folder = networks.display().to_string();
    home.environment.push(("BONAFIDE_FACE_MODELS", folder));
    let keys = home.account("acme");
    let server = home.start().await;
    let (selfie, back) = (selfie(), Drawn::small(7).back);
    let (before, _) = server.memory();
    server.forget_peak();
    let posts = (0..SELFIES).map(|number| {
        let request = json!({
            "reference": format!("selfie-{number}"),
            "document": { "proof": back, "name": "" },
            "face": { "proof": selfie },
        });
        let mut client = server.client(&keys);
        async move { client.post("/", &request.to_string()).await.unwrap() }
    });
    for answer in join_all(posts).await {
        assert_eq!(answer.status, 200, "{}", answer.body);
        let face: &Value = &answer.body["verification_result"]["face"];
        assert_eq!(face, &json!(0), "{}", answer.body);
    }
    let (after, most) = server.memory();
    println!(
        "{SELFIES} selfies of {} kB: {} MB before, at most {} MB, {} MB after",
        selfie.len() / 1024,
        before / 1024,
        most / 1024,
        after / 1024
    );
    assert!(most <= MOST, "{most} KiB");
}
