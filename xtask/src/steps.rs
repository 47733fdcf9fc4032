//! The steps that call cargo. Each is printed before it runs, so that it can be repeated by hand.

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsStr;
use std::num::NonZeroUsize;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::workspace::{root, target};
use crate::{models, tidy, tools};

/// Runs everything that CI checks. All steps run even if one fails, and the failures are listed at
/// the end.
pub(crate) fn test() -> Result<()> {
    let begun = Instant::now();
    tools::install(tools::FOR_TESTS);
    tools::axe();
    models::for_tests();
    // The test of licences looks at the packages for every platform, which a build does not
    // download.
    let mut steps = vec![cargo("packages", &["fetch", "--locked"], &[])];
    steps.extend(checks());
    // The walks in a browser run separately, because they need both processors.
    steps.push(cargo(
        "tests",
        &["test", "--workspace", "--no-fail-fast"],
        &[("BONAFIDE_TEST_CHROMIUM", "not now")],
    ));
    steps.push(walks());
    // This is the binary that the tests were run with; `cargo run` would build it again with other
    // features.
    let bonafide = target().join("debug").join(format!("bonafide{EXE_SUFFIX}"));
    steps.push(run(
        "the demo, once",
        (bonafide.as_os_str(), "target/debug/bonafide"),
        &["demo", "--once"],
        &[],
    ));
    // The fuzz targets are a workspace of their own, but share the target folder and most
    // dependencies.
    let target = target().into_os_string().into_string().unwrap_or_default();
    let fuzz = [
        "check",
        "--manifest-path",
        "fuzz/Cargo.toml",
        "--no-default-features",
    ];
    let variables = [("CARGO_TARGET_DIR", target.as_str())];
    steps.push(cargo("the fuzz targets compile", &fuzz, &variables));
    conclude(steps)?;
    println!("\nall steps passed in {} s", begun.elapsed().as_secs());
    Ok(())
}

/// Fails with the names of the steps that failed.
fn conclude(steps: Vec<Result<()>>) -> Result<()> {
    let failed: Vec<String> = steps
        .into_iter()
        .filter_map(|step| step.err().map(|error| format!("  {error:#}")))
        .collect();
    ensure!(failed.is_empty(), "\n{}", failed.join("\n"));
    Ok(())
}

/// Runs the walks in a browser. A walk spends part of its time waiting, for a link's last minute
/// for example, so one more runs at a time than there are processors.
fn walks() -> Result<()> {
    let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = format!("--test-threads={}", processors + 1);
    // The walks are chosen by the names of their modules and not by `--test browser`, because
    // another choice of targets is another choice of features, for which cargo would build half of
    // the dependencies again.
    let modules = [
        "--",
        "coverage::",
        "every_page::",
        "office_pages::",
        "readme::",
        "smoke::",
        "walks::",
        threads.as_str(),
    ];
    let arguments = [
        &["test", "--workspace", "--no-fail-fast", "--tests"],
        &modules[..],
    ]
    .concat();
    cargo("walks in a browser", &arguments, &[])
}

/// Checks formatting, tidy and lints.
pub(crate) fn check() -> Result<()> {
    conclude(checks())
}

/// Returns the result of each check. Without rustfmt or clippy, their checks are skipped with a
/// message.
fn checks() -> Vec<Result<()>> {
    let mut steps = vec![tidy::run()];
    if has("fmt") {
        steps.push(cargo("format", &["fmt", "--all", "--check"], &[]));
    } else {
        println!("skipped: this toolchain has no rustfmt (`rustup component add rustfmt`)");
    }
    if has("clippy") {
        let lints = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ];
        steps.push(cargo("lints", &lints, &[]));
    } else {
        println!("skipped: this toolchain has no clippy (`rustup component add clippy`)");
    }
    steps
}

/// Runs the fault test with this many kills.
pub(crate) fn faults(kills: &str) -> Result<()> {
    let arguments = [
        "test",
        "--release",
        "--package",
        "bonafide",
        "--test",
        "faults",
        "kill",
        "--",
        "--nocapture",
    ];
    cargo(
        "kills under load",
        &arguments,
        &[("BONAFIDE_TEST_KILLS", kills)],
    )
}

/// Runs the benchmarks.
pub(crate) fn bench(rest: &[&str]) -> Result<()> {
    let mut arguments = vec!["bench", "--workspace", "--benches"];
    arguments.extend(rest);
    cargo("benchmarks", &arguments, &[])
}

/// Generates verifications, or measures lists and searches of those that were generated.
pub(crate) fn grow(what: &str, folder: Option<&str>) -> Result<()> {
    let usual = target().join("grown").into_os_string().into_string();
    let usual = usual.unwrap_or_default();
    let folder = folder.unwrap_or(&usual);
    let mut arguments = vec![
        "run",
        "--release",
        "--package",
        "store",
        "--example",
        "grow",
    ];
    arguments.extend(["--", what, folder]);
    cargo("grow", &arguments, &[])
}

/// The kind of score that has a program of its own, beside the rooms that it measures.
const FACE: &str = "face";

/// Scores the readers, the comparison of faces, or the guidance of people who aim a camera.
pub(crate) fn score(kinds: &[&str]) -> Result<()> {
    if let ["guidance", rest @ ..] = kinds {
        let takes = rest.first().copied().unwrap_or("3");
        let seed = rest.get(1).copied().unwrap_or("0");
        let mut arguments = vec!["test", "--release", "--package", "examination"];
        arguments.extend(["--test", "guidance", "--", "--nocapture"]);
        return cargo(
            "guidance",
            &arguments,
            &[
                ("BONAFIDE_TEST_GUIDANCE_TAKES", takes),
                ("BONAFIDE_TEST_GUIDANCE_SEED", seed),
            ],
        );
    }
    let others: Vec<&str> = kinds.iter().copied().filter(|kind| *kind != FACE).collect();
    let asks_for_faces = kinds.len() > others.len();
    if !asks_for_faces || !others.is_empty() {
        read_scores(&others)?;
    }
    if !asks_for_faces && !kinds.is_empty() {
        return Ok(());
    }
    let arguments = [
        "run",
        "--release",
        "--package",
        "face",
        "--example",
        "score",
    ];
    cargo("scores of faces", &arguments, &[])
}

fn read_scores(kinds: &[&str]) -> Result<()> {
    let mut arguments = vec!["run", "--release", "--package", "document"];
    arguments.extend(["--example", "score", "--"]);
    arguments.extend(kinds);
    cargo("scores", &arguments, &[])
}

/// Trains the net that reads machine-readable zones.
pub(crate) fn train(rest: &[&str]) -> Result<()> {
    let mut arguments = vec!["run", "--release", "--package", "training"];
    arguments.extend(["--bin", "train-mrz", "--"]);
    arguments.extend(rest);
    cargo("training", &arguments, &[])
}

/// Builds the binary for release, with link-time optimisation, and prints its build time and size.
pub(crate) fn install() -> Result<()> {
    let begun = Instant::now();
    cargo(
        "release build",
        &["build", "--profile", "dist", "--package", "bonafide"],
        &[],
    )?;
    let binary = target().join("dist").join("bonafide");
    let size = std::fs::metadata(&binary)
        .with_context(|| format!("{} does not exist", binary.display()))?
        .len();
    println!(
        "{}: {:.1} MB, built in {} s",
        binary.display(),
        size as f64 / 1e6,
        begun.elapsed().as_secs()
    );
    Ok(())
}

fn has(subcommand: &str) -> bool {
    Command::new(env!("CARGO"))
        .args([subcommand, "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn cargo(what: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Result<()> {
    let program = (OsStr::new(env!("CARGO")), "cargo");
    run(what, program, arguments, variables)
}

/// Runs a program, and prints the command under a name that can be typed.
fn run(
    what: &str,
    (program, name): (&OsStr, &str),
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> Result<()> {
    println!("\n== {what}: {name} {}", arguments.join(" "));
    let begun = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(root())
        .status()
        .with_context(|| format!("{name} could not be started"))?;
    ensure!(status.success(), "{what} failed");
    println!("== {what}: {} s", begun.elapsed().as_secs());
    Ok(())
}
