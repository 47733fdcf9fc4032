//! Files that end, hang or fill a process: each ends its own child at most, and the next file is
//! read.

use std::path::PathBuf;
use std::time::Duration;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use imaging::{Limits, Luma, Picture};
use sandbox::{Death, Decoder, Failure, Pool, Settings};

use self::hostile::{Pdf, kinds};

mod hostile;
mod mutated;

fn pool() -> Pool {
    Pool::new(Settings {
        program: PathBuf::from(env!("CARGO_BIN_EXE_bonafide")),
        spares: 1,
        processor_seconds: 1,
        deadline: Duration::from_mins(1),
    })
}

/// A grey ramp as a PNG.
fn healthy() -> Vec<u8> {
    let data = (0..120 * 80).map(|i| (i % 251) as u8).collect();
    let ramp = Picture::from_luma(Luma::new(120, 80, data).unwrap());
    imaging::annotate(&ramp, &[]).unwrap()
}

#[track_caller]
fn still_reads(pool: &Pool, after: &str) {
    let limits = Limits::default();
    let pages = pool
        .pages(&healthy(), &limits)
        .unwrap_or_else(|error| panic!("{after}: {error}"));
    let here = imaging::decode_pages(&healthy(), &limits).unwrap();
    assert_eq!(pages, here, "{after}");
}

#[test]
fn a_child_answers_what_this_process_would() {
    let pool = pool();
    let limits = Limits::default();
    still_reads(&pool, "at the start");
    let page = Pdf::page("0 0 1 rg 10 10 50 40 re f BT /F 12 Tf 20 60 Td (Words) Tj ET");
    assert_eq!(
        pool.pages(&page, &limits).unwrap(),
        imaging::decode_pages(&page, &limits).unwrap()
    );
    assert_eq!(
        pool.colour(&page, &limits).unwrap(),
        imaging::decode_colour(&page, &limits).unwrap()
    );
    assert_eq!(
        pool.text_layer(&page, &limits).unwrap(),
        imaging::text_layer(&page, &limits).unwrap()
    );
    let refused = pool.pages(b"no picture", &limits).unwrap_err();
    let here = imaging::decode_pages(b"no picture", &limits).unwrap_err();
    assert_eq!(refused.to_string(), here.to_string());
}

/// On the machine of the tests everything holds that the kernel has.
#[test]
fn a_child_is_held_in() {
    let confinement = pool().confinement().unwrap();
    assert!(confinement.unprivileged && confinement.no_new_privileges);
    if cfg!(target_os = "linux") {
        assert!(confinement.few_system_calls);
    }
    println!("{confinement:?}");
}

/// Spares that die while they wait are replaced without anybody noticing.
#[test]
fn a_spare_that_died_is_replaced() {
    let settings = Settings {
        program: PathBuf::from("/bin/false"),
        spares: 0,
        processor_seconds: 1,
        deadline: Duration::from_mins(1),
    };
    let broken = Pool::new(settings);
    let error = broken.pages(&healthy(), &Limits::default()).unwrap_err();
    assert!(matches!(error, Failure::Unavailable(_)), "{error:?}");
}

/// Every kind of hostile file that is known here: what it does to its child is its own affair.
#[test]
fn a_hostile_file_ends_its_own_child_at_most() {
    let pool = pool();
    let limits = Limits::default();
    for (name, file) in kinds() {
        let outcome = pool.pages(&file, &limits);
        let said = match &outcome {
            Ok(pages) => format!("{} pages", pages.len()),
            Err(error) => error.to_string(),
        };
        println!("{name} ({} bytes): {said}", file.len());
        assert!(
            !matches!(outcome, Err(Failure::Unavailable(_))),
            "{name}: {said}"
        );
        still_reads(&pool, name);
    }
}

/// What cannot be stopped by looking is stopped by the limits.
#[test]
fn time_and_memory_have_an_end() {
    let pool = pool();
    let limits = Limits::default();
    let slow = Pdf::calculator(200_000);
    let error = pool.pages(&slow, &limits).unwrap_err();
    assert!(matches!(error, Failure::Died(Death::TooSlow)), "{error:?}");
    still_reads(&pool, "a function without end");
    let wide = Pdf::fax(2_000_000_000);
    let error = pool.pages(&wide, &limits).unwrap_err();
    assert!(!matches!(error, Failure::Unavailable(_)), "{error:?}");
    still_reads(&pool, "a fax of four exapixels");
}

/// The files that failed in the field.
#[test]
fn files_that_failed_in_the_field_are_held() {
    let folder = std::env::var_os("BONAFIDE_SAMPLES")
        .map_or_else(|| house_root().join("../shared/samples"), PathBuf::from)
        .join("field/security/pdf");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not here", folder.display());
        return;
    };
    let pool = pool();
    for file in files {
        let path = file.unwrap().path();
        let outcome = pool.pages(&std::fs::read(&path).unwrap(), &Limits::default());
        let said = outcome.as_ref().map(Vec::len);
        println!("{}: {said:?}", path.display());
        assert!(!matches!(outcome, Err(Failure::Unavailable(_))));
        still_reads(&pool, &path.display().to_string());
    }
}

fn house_root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap().to_owned()
}

/// Bytes compressed so often.
fn deflated(bytes: &[u8], times: usize) -> Vec<u8> {
    use std::io::Write;
    (0..times).fold(bytes.to_vec(), |bytes, _| {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bytes).unwrap();
        encoder.finish().unwrap()
    })
}
