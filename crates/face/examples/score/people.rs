//! The people of the samples, and processor time.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use imaging::{Limits, Picture, decode_colour};
use rustix::time::{ClockId, clock_gettime};

/// One person: two photographs from different days.
pub(crate) struct Person {
    pub(crate) first: Picture,
    pub(crate) second: Picture,
}

/// Reads `p000a.jpg`, `p000b.jpg` and so on until one is missing.
pub(crate) fn read(folder: &Path) -> Result<Vec<Person>> {
    let mut people = Vec::new();
    loop {
        let file = |letter: char| folder.join(format!("p{:03}{letter}.jpg", people.len()));
        if !file('a').exists() {
            return Ok(people);
        }
        let picture = |letter| -> Result<Picture> {
            let file = file(letter);
            let bytes = std::fs::read(&file)?;
            decode_colour(&bytes, &Limits::default())
                .with_context(|| format!("cannot decode {}", file.display()))
        };
        let (first, second) = (picture('a')?, picture('b')?);
        people.push(Person { first, second });
    }
}

/// Does the work and tells the time that this thread's processor gave to it.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
        Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
    };
    let begun = now();
    let done = work();
    (done, now().saturating_sub(begun))
}

/// The least, median and 95th percentile of times, in milliseconds.
pub(crate) fn spread(times: &mut [Duration]) -> String {
    times.sort();
    let at = |share: f64| {
        let place = (times.len().saturating_sub(1) as f64 * share).round() as usize;
        times
            .get(place)
            .map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    format!("{:.1} | {:.1} | {:.1}", at(0.0), at(0.5), at(0.95))
}
