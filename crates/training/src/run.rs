//! The course of a training: batches, checkpoints, scores, and the files at the end.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use mrz::net::{HEIGHT, Net, Parameters, prepare};

use crate::dice::Dice;
use crate::fonts::Fonts;
use crate::model::{Learner, Lesson, fresh, learn, zeros};
use crate::strip::{self, EITHER, WIDTH};

/// Strips in a step.
const BATCH: u64 = 32;
/// Strips that are drawn from seeds of their own and never learned from.
const HELD_OUT: u64 = 600;
/// What their seed is mixed with.
const APART: u64 = 0x5eed_0f0a_11ee_0000;
/// The first and largest rate of learning.
const RATE: f32 = 1.6e-3;

/// What to do.
pub(crate) struct Plan {
    /// The step at which the rate has fallen to nothing.
    pub(crate) steps: u64,
    /// The step to stop at, if earlier.
    pub(crate) stop: u64,
    pub(crate) seed: u64,
    pub(crate) out: PathBuf,
    pub(crate) checkpoint: PathBuf,
    pub(crate) resume: bool,
    pub(crate) score_only: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            steps: 6_000,
            stop: u64::MAX,
            seed: 1,
            out: PathBuf::from("crates/mrz/src/image/net/weights.bin"),
            checkpoint: PathBuf::from("target/mrz.checkpoint"),
            resume: false,
            score_only: false,
        }
    }
}

/// Trains, or only scores.
pub(crate) fn run(plan: &Plan, fonts: &Fonts) -> Result<()> {
    if plan.score_only {
        let bytes = std::fs::read(&plan.out).context("reading the weights")?;
        println!("{}", score(Net::parse(&bytes)?.layers(), fonts, plan.seed)?);
        return Ok(());
    }
    let mut learner = if plan.resume {
        read_checkpoint(&plan.checkpoint)?
    } else {
        Learner::new(fresh(plan.seed))
    };
    let begun = Instant::now();
    let (mut loss, mut right, mut columns) = (0.0, 0, 0);
    let end = plan.steps.min(plan.stop);
    while learner.steps < end {
        let lesson = batch(&learner.own, fonts, plan.seed, learner.steps)?;
        let done = learner.steps as f32 / plan.steps as f32;
        let warm = ((learner.steps + 1) as f32 / 150.0).min(1.0);
        let falling = 0.5 * (1.0 + (done * std::f32::consts::PI).cos()).max(0.0) + 0.01;
        learner.step(&lesson.slopes, lesson.columns, RATE * warm * falling);
        loss += lesson.loss;
        right += lesson.right;
        columns += lesson.columns;
        let last = learner.steps == end;
        if learner.steps.is_multiple_of(100) || last {
            println!(
                "step {} of {}: loss {:.4}, columns right {:.2} %, {} s",
                learner.steps,
                plan.steps,
                loss / columns.max(1) as f64,
                100.0 * right as f64 / columns.max(1) as f64,
                begun.elapsed().as_secs(),
            );
            (loss, right, columns) = (0.0, 0, 0);
        }
        if learner.steps.is_multiple_of(500) || last {
            write_checkpoint(&plan.checkpoint, &learner)?;
            write(plan, &learner, fonts)?;
        }
    }
    Ok(())
}

/// One step's strips, half of them on each of two threads. What a strip teaches does not depend on
/// the thread, and the halves are added in order.
fn batch(own: &[Parameters], fonts: &Fonts, seed: u64, step: u64) -> Result<Lesson> {
    let part = |from: u64, to: u64| -> Result<Lesson> {
        let mut lesson = Lesson::new();
        for index in from..to {
            let mut dice = Dice::at(seed, step * BATCH + index);
            let strip = strip::draw(&mut dice, fonts)?;
            learn(own, &prepare(&strip.levels), &strip.labels, &mut lesson);
        }
        Ok(lesson)
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| part(BATCH / 2, BATCH));
        let mut lesson = part(0, BATCH / 2)?;
        let other = other
            .join()
            .map_err(|_| anyhow::anyhow!("a thread of the trainer failed"))??;
        lesson.add(&other);
        Ok(lesson)
    })
}

/// Which share of characters the net reads on strips it has never seen.
fn score(own: &[Parameters], fonts: &Fonts, seed: u64) -> Result<String> {
    let net = Net::new(own.to_vec())?;
    let (mut right, mut all) = ([0_usize; 2], [0_usize; 2]);
    for index in 0..HELD_OUT {
        let mut dice = Dice::at(seed ^ APART, index);
        let strip = strip::draw(&mut dice, fonts)?;
        let emissions = net.read(&prepare(&strip.levels));
        for (column, &label) in emissions.columns().zip(&strip.labels) {
            if label == EITHER {
                continue;
            }
            let best = column.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            let kind = usize::from(usize::from(label) == mrz::net::NONE);
            all[kind] += 1;
            right[kind] += usize::from(best.is_some_and(|(class, _)| class == usize::from(label)));
        }
    }
    let share = |kind: usize| 100.0 * right[kind] as f64 / all[kind].max(1) as f64;
    Ok(format!(
        "{HELD_OUT} held-out strips: {:.2} % of {} columns with a character right, \
         {:.2} % of {} without",
        share(0),
        all[0],
        share(1),
        all[1]
    ))
}

/// Writes the weights and, beside them, how they came about.
fn write(plan: &Plan, learner: &Learner, fonts: &Fonts) -> Result<()> {
    let net = Net::new(learner.mean.clone())?;
    let score = score(net.layers(), fonts, plan.seed)?;
    println!("{score}");
    std::fs::write(&plan.out, net.to_bytes()).context("writing the weights")?;
    let commit = std::process::Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .output();
    let commit = commit.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned());
    let text = format!(
        "How weights.bin came about\n\n\
         command: cargo xtask train-mrz --seed {} --steps {}\n\
         state:   after step {} of {BATCH} strips, running mean of the parameters\n\
         trainer: as of commit {} and what follows it\n\
         score:   {score}\n",
        plan.seed,
        plan.steps,
        learner.steps,
        commit.unwrap_or_else(|_| "(unknown)".to_owned()),
    );
    std::fs::write(plan.out.with_extension("txt"), text).context("writing beside the weights")
}

fn write_checkpoint(path: &Path, learner: &Learner) -> Result<()> {
    let sets = [&learner.own, &learner.mean, &learner.first, &learner.second];
    let numbers = sets
        .into_iter()
        .flatten()
        .flat_map(|p| p.weights.iter().chain(&p.biases));
    let mut bytes = learner.steps.to_le_bytes().to_vec();
    bytes.extend(numbers.flat_map(|number| number.to_le_bytes()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes).context("writing the checkpoint")
}

fn read_checkpoint(path: &Path) -> Result<Learner> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let (steps, rest) = bytes
        .split_first_chunk::<8>()
        .context("the checkpoint is empty")?;
    let mut numbers = rest
        .as_chunks::<4>()
        .0
        .iter()
        .map(|&four| f32::from_le_bytes(four));
    let mut learner = Learner::new(zeros());
    learner.steps = u64::from_le_bytes(*steps);
    let sets = [
        &mut learner.own,
        &mut learner.mean,
        &mut learner.first,
        &mut learner.second,
    ];
    for own in sets.into_iter().flatten() {
        for value in own.weights.iter_mut().chain(&mut own.biases) {
            *value = numbers.next().context("the checkpoint is cut off")?;
        }
    }
    ensure!(numbers.next().is_none(), "the checkpoint is of another net");
    Ok(learner)
}

/// Strips one below the other, each with its labels under it.
pub(crate) fn sheet(fonts: &Fonts, seed: u64, file: &Path) -> Result<()> {
    let rows = 36;
    let tall = HEIGHT + 4;
    let mut grey = vec![128; rows * tall * WIDTH * 2];
    for row in 0..rows * 2 {
        let strip = strip::draw(&mut Dice::at(seed, row as u64), fonts)?;
        let start = (row / 2 * tall) * WIDTH * 2 + row % 2 * WIDTH;
        for (y, line) in strip.levels.chunks_exact(WIDTH).enumerate() {
            for (x, level) in line.iter().enumerate() {
                grey[start + y * WIDTH * 2 + x] = *level as u8;
            }
        }
        for (column, &label) in strip.labels.iter().enumerate() {
            let level = match label {
                EITHER => 128,
                37 => 0,
                _ => 255,
            };
            for x in 0..4 {
                grey[start + HEIGHT * WIDTH * 2 + column * 4 + x] = level;
            }
        }
    }
    let size = (WIDTH as u32 * 2, (rows * tall) as u32);
    image::save_buffer(file, &grey, size.0, size.1, image::ExtendedColorType::L8)?;
    Ok(())
}
