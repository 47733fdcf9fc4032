//! Other readers, measured in the same run if a registry has them. If one is not installed, the
//! table says so.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use imaging::Luma;
use rxing::common::HybridBinarizer;
use rxing::pdf417::PDF417Reader;
use rxing::{BinaryBitmap, DecodeHints, FilteredImageReader, Luma8Source, Reader};

use crate::table::timed;

/// The argument that leaves out the peers.
pub(crate) const OURS_ONLY_ARG: &str = "--ours";

/// Returns true if peers are to be measured.
pub(crate) fn are_wanted() -> bool {
    std::env::args().all(|word| word != OURS_ONLY_ARG)
}

/// What a peer read in a picture, and the processor time that it took.
pub(crate) type Answer = (Option<String>, Duration);

/// Reads with the crate `rxing` on the whole picture and, if that fails, on ever smaller copies of
/// it.
pub(crate) fn rxing(luma: &Luma) -> Answer {
    timed(|| {
        let hints = DecodeHints {
            TryHarder: Some(true),
            ..DecodeHints::default()
        };
        let source = Luma8Source::new_with_slice(luma.data(), luma.width(), luma.height()).ok()?;
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        // This port of ZXing indexes freely and may panic, which counts as nothing read.
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let mut reader = FilteredImageReader::new(PDF417Reader::new());
            reader.decode_with_hints(&mut bitmap, &hints).ok()
        }));
        Some(found.ok()??.getText().to_owned())
    })
}

/// Reads file names from standard input and answers each with a line of JSON: milliseconds of
/// processor time without decoding the file, and the text or null.
const ZXING: &str = r#"
import json, sys, time
import zxingcpp
from PIL import Image, ImageOps
for line in sys.stdin:
    image = ImageOps.exif_transpose(Image.open(line.rstrip("\n"))).convert("L")
    begun = time.thread_time()
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.PDF417)
    spent = (time.thread_time() - begun) * 1e3
    found = [code for code in found if code.valid]
    raw = found[0].bytes.decode("latin-1") if found else None
    print(json.dumps([spent, raw]), flush=True)
"#;

/// How to install zxing-cpp.
const INSTALL_HINT: &str =
    "`python3 -m venv target/peers && target/peers/bin/pip install zxing-cpp pillow`";

fn python() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    target.join("peers/bin/python")
}

/// Reads files with the C++ library zxing-cpp through its Python wheel. `Err` says why it was not
/// measured. Texts are the bytes of the message, with one `char` each.
pub(crate) fn zxing_cpp(files: &[PathBuf]) -> Result<Vec<Answer>, String> {
    if !are_wanted() {
        return Err(format!("left out ({OURS_ONLY_ARG})"));
    }
    let python = python();
    if !python.exists() {
        return Err(format!("not installed ({INSTALL_HINT})"));
    }
    ask(&python, files).map_err(|error| format!("{error:#}"))
}

fn ask(python: &Path, files: &[PathBuf]) -> Result<Vec<Answer>> {
    let mut child = Command::new(python)
        .args(["-c", ZXING])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("python does not start")?;
    let mut names = String::new();
    for file in files {
        names.push_str(&file.to_string_lossy());
        names.push('\n');
    }
    // A pipe may be too small for all names, so they are written while the answers are read.
    let mut input = child.stdin.take().context("no way to ask")?;
    let writer = std::thread::spawn(move || input.write_all(names.as_bytes()));
    let output = child.wait_with_output().context("no answer")?;
    ensure!(
        writer.join().is_ok_and(|written| written.is_ok()),
        "no way to ask"
    );
    let answers: Vec<(f64, Option<String>)> = String::from_utf8(output.stdout)?
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    ensure!(answers.len() == files.len(), "it stopped early");
    Ok(answers
        .into_iter()
        .map(|(spent, text)| (text, Duration::from_secs_f64(spent.max(0.0) / 1e3)))
        .collect())
}
