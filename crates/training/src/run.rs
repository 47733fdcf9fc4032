//! Runs a training: batches, checkpoints, scores, and the files at the end.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use mrz::net::{HEIGHT, Net, Parameters, prepare};

use crate::fonts::Fonts;
use crate::model::{Gradients, Optimizer, accumulate, initial_parameters, zeros};
use crate::rng::Rng;
use crate::strip::{self, ANY_CLASS, WIDTH};

/// The number of strips in a step.
const BATCH: u64 = 32;
/// The number of strips with separate seeds that are never trained on.
const HELD_OUT: u64 = 600;
/// What the seed of held-out strips is mixed with.
const HELD_OUT_SEED: u64 = 0x5eed_0f0a_11ee_0000;
/// The initial and highest learning rate.
const RATE: f32 = 1.6e-3;

/// What to do.
pub(crate) struct Plan {
    /// The step at which the learning rate reaches zero.
    pub(crate) steps: u64,
    /// The step at which to stop, if that is earlier.
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
    let mut optimizer = if plan.resume {
        read_checkpoint(&plan.checkpoint)?
    } else {
        Optimizer::new(initial_parameters(plan.seed))
    };
    let begun = Instant::now();
    let (mut loss, mut right, mut columns) = (0.0, 0, 0);
    let end = plan.steps.min(plan.stop);
    while optimizer.steps < end {
        let gradients = batch(&optimizer.own, fonts, plan.seed, optimizer.steps)?;
        let done = optimizer.steps as f32 / plan.steps as f32;
        let warm = ((optimizer.steps + 1) as f32 / 150.0).min(1.0);
        let falling = 0.5 * (1.0 + (done * std::f32::consts::PI).cos()).max(0.0) + 0.01;
        optimizer.step(&gradients.slopes, gradients.columns, RATE * warm * falling);
        loss += gradients.loss;
        right += gradients.right;
        columns += gradients.columns;
        let last = optimizer.steps == end;
        if optimizer.steps.is_multiple_of(100) || last {
            println!(
                "step {} of {}: loss {:.4}, columns right {:.2} %, {} s",
                optimizer.steps,
                plan.steps,
                loss / columns.max(1) as f64,
                100.0 * right as f64 / columns.max(1) as f64,
                begun.elapsed().as_secs(),
            );
            (loss, right, columns) = (0.0, 0, 0);
        }
        if optimizer.steps.is_multiple_of(500) || last {
            write_checkpoint(&plan.checkpoint, &optimizer)?;
            write(plan, &optimizer, fonts)?;
        }
    }
    Ok(())
}

/// Processes the strips of a step, half of them on each of two threads. The gradients of a strip do
/// not depend on the thread, and the halves are added in order.
fn batch(own: &[Parameters], fonts: &Fonts, seed: u64, step: u64) -> Result<Gradients> {
    let part = |from: u64, to: u64| -> Result<Gradients> {
        let mut gradients = Gradients::new();
        for index in from..to {
            let mut rng = Rng::at(seed, step * BATCH + index);
            let strip = strip::draw(&mut rng, fonts)?;
            accumulate(own, &prepare(&strip.levels), &strip.labels, &mut gradients);
        }
        Ok(gradients)
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| part(BATCH / 2, BATCH));
        let mut gradients = part(0, BATCH / 2)?;
        let other = other
            .join()
            .map_err(|_| anyhow::anyhow!("a thread of the trainer failed"))??;
        gradients.add(&other);
        Ok(gradients)
    })
}

/// Returns the share of characters that the net reads on held-out strips.
fn score(own: &[Parameters], fonts: &Fonts, seed: u64) -> Result<String> {
    let net = Net::new(own.to_vec())?;
    let (mut right, mut all) = ([0_usize; 2], [0_usize; 2]);
    for index in 0..HELD_OUT {
        let mut rng = Rng::at(seed ^ HELD_OUT_SEED, index);
        let strip = strip::draw(&mut rng, fonts)?;
        let emissions = net.read(&prepare(&strip.levels));
        for (column, &label) in emissions.columns().zip(&strip.labels) {
            if label == ANY_CLASS {
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

/// Writes the weights, and a text beside them that says how they were made.
fn write(plan: &Plan, optimizer: &Optimizer, fonts: &Fonts) -> Result<()> {
    let net = Net::new(optimizer.mean.clone())?;
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
        optimizer.steps,
        commit.unwrap_or_else(|_| "(unknown)".to_owned()),
    );
    std::fs::write(plan.out.with_extension("txt"), text).context("writing beside the weights")
}

fn write_checkpoint(path: &Path, optimizer: &Optimizer) -> Result<()> {
    let sets = [
        &optimizer.own,
        &optimizer.mean,
        &optimizer.first,
        &optimizer.second,
    ];
    let numbers = sets
        .into_iter()
        .flatten()
        .flat_map(|p| p.weights.iter().chain(&p.biases));
    let mut bytes = optimizer.steps.to_le_bytes().to_vec();
    bytes.extend(numbers.flat_map(|number| number.to_le_bytes()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes).context("writing the checkpoint")
}

fn read_checkpoint(path: &Path) -> Result<Optimizer> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let (steps, rest) = bytes
        .split_first_chunk::<8>()
        .context("the checkpoint is empty")?;
    let mut numbers = rest
        .as_chunks::<4>()
        .0
        .iter()
        .map(|&four| f32::from_le_bytes(four));
    let mut optimizer = Optimizer::new(zeros());
    optimizer.steps = u64::from_le_bytes(*steps);
    let sets = [
        &mut optimizer.own,
        &mut optimizer.mean,
        &mut optimizer.first,
        &mut optimizer.second,
    ];
    for own in sets.into_iter().flatten() {
        for value in own.weights.iter_mut().chain(&mut own.biases) {
            *value = numbers.next().context("the checkpoint is cut off")?;
        }
    }
    ensure!(numbers.next().is_none(), "the checkpoint is of another net");
    Ok(optimizer)
}

/// Draws strips below each other, each with its labels.
pub(crate) fn sheet(fonts: &Fonts, seed: u64, file: &Path) -> Result<()> {
    let rows = 36;
    let tall = HEIGHT + 4;
    let mut grey = vec![128; rows * tall * WIDTH * 2];
    for row in 0..rows * 2 {
        let strip = strip::draw(&mut Rng::at(seed, row as u64), fonts)?;
        let start = (row / 2 * tall) * WIDTH * 2 + row % 2 * WIDTH;
        for (y, line) in strip.levels.chunks_exact(WIDTH).enumerate() {
            for (x, level) in line.iter().enumerate() {
                grey[start + y * WIDTH * 2 + x] = *level as u8;
            }
        }
        for (column, &label) in strip.labels.iter().enumerate() {
            let level = match label {
                ANY_CLASS => 128,
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
