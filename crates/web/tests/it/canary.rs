//! Words that appear nowhere else go through everything; then they are looked for in every file and
//! in every line of the log.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use examination::Readers;
use face::Faceprint;
use proofing::Principal;
use serde_json::json;
use specimen::Licence;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use verification::account::AccountSettings;
use verification::verdict::Verdict;

use crate::app::{Plan, TestApp};
use crate::pictures::{back, claiming, licence, seeing};
use crate::receiver::Receiver;

/// Everything that is logged in this process, at every level, and every span with all its fields.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// The lines so far that hold this.
    pub(crate) fn lines_with(&self, sought: &str) -> Vec<String> {
        let bytes = self.0.lock().unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.lines().filter(|line| line.contains(sought));
        lines.map(str::to_owned).collect()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Starts to listen, once for all tests of this process: threads of the store have no other log.
pub(crate) fn listen() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let lines = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_ansi(false)
            // A span that logs nothing is written too, with what was recorded until its end.
            .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE);
        tracing::subscriber::set_global_default(lines.with_writer(log.clone()).finish()).unwrap();
        log
    })
}

/// What is looked for, with its name.
#[derive(Default)]
struct Canaries(Vec<(String, Vec<u8>)>);

impl Canaries {
    /// A text: as it is, as base64 has it, and as the numbers of its bytes.
    fn text(&mut self, text: &str) {
        let text = text.to_ascii_lowercase();
        let numbers: Vec<String> = text
            .to_ascii_uppercase()
            .bytes()
            .map(|b| b.to_string())
            .collect();
        self.0.push((
            format!("{text} as numbers"),
            numbers.join(", ").into_bytes(),
        ));
        self.0.push((text.clone(), text.into_bytes()));
    }

    /// Pieces of a file, as they are and in base64.
    fn file(&mut self, name: &str, file: &[u8]) {
        for at in (300..file.len() - 300).step_by(file.len() / 40) {
            // Base64 has the same letters for the same bytes only at every third.
            let at = at - at % 3;
            let piece = &file[at..at + 24];
            self.0
                .push((format!("{name} at {at}"), piece.to_ascii_lowercase()));
            let text = STANDARD.encode(piece).to_ascii_lowercase();
            self.0
                .push((format!("{name} at {at} in base64"), text.into_bytes()));
        }
    }

    /// Fails if one of them is in these bytes, in whichever case.
    fn assert_absent(&self, place: &str, bytes: &[u8]) {
        let bytes = bytes.to_ascii_lowercase();
        for (name, canary) in &self.0 {
            let found = memchr_like(&bytes, canary);
            assert!(!found, "{name} is in {place}");
        }
    }

    /// Fails if one of them is in a file of a folder, however deep.
    fn assert_absent_under(&self, folder: &Path) -> usize {
        let mut files = 0;
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files += self.assert_absent_under(&path);
            } else {
                self.assert_absent(&path.display().to_string(), &fs::read(&path).unwrap());
                files += 1;
            }
        }
        files
    }
}

/// True if the one is in the other.
fn memchr_like(bytes: &[u8], sought: &[u8]) -> bool {
    let Some((first, rest)) = sought.split_first() else {
        return true;
    };
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| byte == first) {
        from += at + 1;
        if bytes[from..].starts_with(rest) {
            return true;
        }
    }
    false
}

fn canary() -> Licence {
    licence()
        .with_name("Zerubbabel", "Kanarienvogel")
        .living_at("4711 CANARYSTONE PASSAGE", "QUILLOTAVILLE", "97205")
}

fn nowhere(canaries: &Canaries, app: &TestApp, log: &Log, least: usize) {
    let files = canaries.assert_absent_under(app.dir());
    assert!(files >= least, "only {files} files were searched");
    canaries.assert_absent("the log", &log.0.lock().unwrap());
}

#[tokio::test]
async fn what_is_personal_is_in_no_file_and_in_no_log() {
    let log = listen();
    let app = seeing().await;
    let acme = app.account("acme").await;
    let mut receiver = Receiver::start(&acme).await;
    let licence = canary();
    let photo = back(&licence);
    let mut request = claiming("reference-1", &licence, &photo);
    request["email"] = json!("kanarien.post@example.com");
    request["callback_url"] = json!(receiver.url);
    request["document"]["fetch_enhanced_data"] = json!("1");
    request["document"]["name"]["first_name"] = json!("Zerubbabel");

    let mut canaries = Canaries::default();
    for text in [
        "Zerubbabel",
        "Kanarienvogel",
        "CANARYSTONE",
        "QUILLOTAVILLE",
        "kanarien.post",
        "Birdwatcher/7.7",
        "no more birdsong",
        licence.number.as_str(),
        acme.secret.reveal(),
    ] {
        canaries.text(text);
    }
    canaries.file("the photograph", &photo);

    // By token, so that one is made and used.
    let token = app.token(&acme).await;
    canaries.text(&token);
    let call = app.call(Method::POST, "/").bearer(&token).signed_for(&acme);
    let call = call.header("user-agent", "Birdwatcher/7.7").json(&request);
    let answered = call.send().await;
    assert_eq!(
        answered.ok()["event"],
        "verification.accepted",
        "{:?}",
        answered.body
    );
    let text = String::from_utf8(answered.body.to_vec()).unwrap();
    for told in [
        "ZERUBBABEL",
        "KANARIENVOGEL",
        "CANARYSTONE",
        "Birdwatcher",
        "kanarien.post",
    ] {
        assert!(text.contains(told), "the answer has {told}");
    }
    nowhere(&canaries, &app, log, 5);

    // The receiver answers with what it was sent, and that is kept too.
    assert_eq!(app.deliver(&mut receiver, 1).await[0].body, answered.body);
    let status = app
        .post("/status", &acme, json!({"reference": "reference-1"}))
        .await
        .ok();
    let proof_token = status["proofs"]["access_token"].as_str().unwrap();
    canaries.text(proof_token);
    let link = status["proofs"]["document"]["proof"].as_str().unwrap();
    let path = link.strip_prefix("https://id.example.com").unwrap();
    let file = app.call(Method::GET, &format!("{path}?access_token={proof_token}"));
    assert!(file.send().await.body == photo);
    // Errors echo what was sent: none of it may be logged for that.
    app.post("/", &acme, request.clone()).await.refused(400);
    request["document"]["dob"] = json!("Kanarienvogel");
    app.post("/", &acme, request).await.refused(400);
    nowhere(&canaries, &app, log, 5);

    let delete = json!({"reference": "reference-1", "comment": "no more birdsong"});
    app.post("/delete", &acme, delete).await.ok();
    app.deliver(&mut receiver, 1).await;
    app.run_jobs().await;
    nowhere(&canaries, &app, log, 3);
    let vault: Vec<_> = fs::read_dir(app.dir().join("vault")).unwrap().collect();
    let folders = vault
        .into_iter()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir());
    let empty = folders
        .into_iter()
        .all(|folder| fs::read_dir(folder).unwrap().next().is_none());
    assert!(empty, "no picture is left");
    assert!(!log.0.lock().unwrap().is_empty(), "the log was listened to");
}

/// A portrait and a selfie that were compared, and the faces that were cut out of them.
#[tokio::test]
async fn a_face_is_in_no_file_and_in_no_log() {
    let log = listen();
    let Some((networks, [portrait, selfie])) = faces() else {
        return;
    };
    let readers = Readers::new(2, Arc::new(sandbox::InProcess));
    let app = TestApp::with(Plan {
        examiner: Arc::new(readers.with_faces(Some(Arc::clone(&networks)))),
        ..Plan::default()
    })
    .await;
    let settings = AccountSettings {
        searches_duplicates: true,
        enrols_faces: true,
        ..AccountSettings::default()
    };
    let acme = app.account_with("acme", settings).await;
    let licence = canary();
    let mut request = claiming("reference-1", &licence, &back(&licence));
    // The business sends the back first, so the portrait is on the other picture.
    request["document"]["additional_proof"] = json!(STANDARD.encode(&portrait));
    request["face"] = json!({
        "proof": STANDARD.encode(&selfie),
        "check_duplicate_request": "1",
        "face_authentication": "enroll",
    });
    request["customer_unique_id"] = json!("rarebird-4711");

    let mut canaries = Canaries::default();
    canaries.text("rarebird-4711");
    let mut faceprints = HashSet::new();
    for (name, file) in [("the portrait", &portrait), ("the selfie", &selfie)] {
        canaries.file(name, file);
        let picture = imaging::decode_colour(file, &imaging::Limits::default()).unwrap();
        let found = networks.find(&picture).unwrap();
        let chip = face::align(&picture, &found[0].marks).unwrap();
        canaries.file(&format!("the face of {name}"), chip.rgb());
        faceprints.extend(windows(&networks.embed(&chip).unwrap()));
        let settled = networks.settled(&picture, &found[0]).unwrap().unwrap();
        let hash = face::hash(&settled).bits();
        canaries.text(&format!("{hash:032x}"));
        for bytes in [hash.to_be_bytes(), hash.to_le_bytes()] {
            let bytes = bytes.to_ascii_lowercase();
            canaries.0.push((format!("the hash of {name}"), bytes));
        }
    }
    let told = app.post("/", &acme, request).await.ok();
    let points = &told["verification_data"]["document"]["face_match_confidence"];
    assert!(points.is_number(), "they were compared: {told}");
    let searched = &told["verification_data"]["face"]["duplicate_account_detected"];
    assert_eq!(searched, "0", "the hash was stored: {told}");
    if told["event"] == "verification.declined" {
        let id = app.id_of(&acme, "reference-1").await;
        let reviewed = app
            .acts
            .review(Principal::Operator, id, Verdict::Accepted, "rita");
        reviewed.await.unwrap();
    }
    app.run_jobs().await;
    let again = json!({
        "reference": "reference-2",
        "customer_unique_id": "rarebird-4711",
        "face": {"proof": STANDARD.encode(&selfie), "face_authentication": "authenticate"},
    });
    let known = app.post("/", &acme, again).await.ok();
    assert_eq!(
        known["event"], "verification.accepted",
        "the face was enrolled: {known}"
    );
    nowhere(&canaries, &app, log, 5);
    assert!(faceprints.len() > 300, "{}", faceprints.len());
    for (name, bytes) in contents(app.dir()) {
        let found = bytes.windows(8).any(|window| faceprints.contains(window));
        assert!(!found, "two numbers of a faceprint are in {name}");
    }
}

/// Every two numbers of a faceprint that follow each other, as they lie in memory and in the other
/// order of their bytes. A faceprint shows no number, but its similarity to a direction is one.
fn windows(print: &Faceprint) -> HashSet<Vec<u8>> {
    let number = |at: usize| {
        let mut direction = vec![0.0; 128];
        direction[at] = 1.0;
        print
            .similarity(&Faceprint::new(direction).unwrap())
            .unwrap()
    };
    let numbers: Vec<f32> = (0..128).map(number).collect();
    let pairs = numbers.windows(2);
    pairs
        .flat_map(|pair| {
            let little = pair.iter().flat_map(|number| number.to_le_bytes());
            let big = pair.iter().flat_map(|number| number.to_be_bytes());
            [little.collect(), big.collect()]
        })
        .collect()
}

/// The files of a folder, however deep.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(contents(&path));
        } else {
            all.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    all
}

/// The networks, and two photographs of one person; or none, and a word of it.
fn faces() -> Option<(Arc<face::Examiner>, [Vec<u8>; 2])> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [
        std::env::var_os("BONAFIDE_TEST_MODELS").map(PathBuf::from),
        std::env::var_os("CARGO_TARGET_DIR").map(|target| PathBuf::from(target).join("models")),
        Some(here.join("../../target/models")),
    ];
    let network = |model: face::models::Model| {
        let mut files = folders
            .iter()
            .flatten()
            .map(|folder| folder.join(model.file));
        files.find_map(|file| fs::read(file).ok())
    };
    let beside = here.join("../../../shared/samples");
    let samples = std::env::var_os("BONAFIDE_SAMPLES").map_or(beside, PathBuf::from);
    let photograph = |name: &str| fs::read(samples.join("faces").join(name)).ok();
    let all = (|| {
        let detector = face::Detector::load(&network(face::models::YUNET)?).ok()?;
        let sface = network(face::models::SFACE)?;
        let embedder = face::Embedder::load(&sface, face::Kind::SFace).ok()?;
        let examiner = face::Examiner::new(detector, embedder, face::Options::default());
        let pictures = [photograph("p003a.jpg")?, photograph("p003b.jpg")?];
        Some((Arc::new(examiner), pictures))
    })();
    if all.is_none() {
        println!("skipped: no networks for faces or no samples of them");
    }
    all
}

/// The search itself finds what is there.
#[test]
fn canaries_are_found_where_they_are() {
    let mut canaries = Canaries::default();
    canaries.text("Zerubbabel");
    for hay in [
        "x ZERUBBABEL y",
        "zzerubbabel",
        "[90, 69, 82, 85, 66, 66, 65, 66, 69, 76]",
    ] {
        let bytes = hay.as_bytes();
        let found = std::panic::catch_unwind(|| canaries.assert_absent("a test", bytes));
        assert!(found.is_err(), "{hay}");
    }
    canaries.assert_absent("a test", b"Zerub-babel");
}
