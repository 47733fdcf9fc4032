//! Scores: the outcomes and processor times of readers by class, printed as a Markdown table that
//! can be copied into the documentation. Nothing is left out: a reader that was not measured has a
//! line that says why.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The name of our reader, which comes first in every table.
pub(crate) const OURS: &str = "bonafide";

/// The outcome for one sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything that was asked for is right.
    Exact,
    /// Something was read, and it is wrong.
    Wrong,
    /// Nothing was read.
    Unread,
}

impl Outcome {
    /// Returns the outcome, given whether the reading was right, or `None` if nothing was read.
    pub(crate) fn of(right: Option<bool>) -> Self {
        match right {
            Some(true) => Self::Exact,
            Some(false) => Self::Wrong,
            None => Self::Unread,
        }
    }
}

/// The outcomes of one reader for the samples of one class, or of all.
#[derive(Debug, Clone, Default)]
struct Tally {
    exact: usize,
    wrong: usize,
    times: Vec<Duration>,
}

impl Tally {
    fn count(&mut self, outcome: Outcome, time: Duration) {
        self.exact += usize::from(outcome == Outcome::Exact);
        self.wrong += usize::from(outcome == Outcome::Wrong);
        self.times.push(time);
    }

    fn join(&mut self, other: &Self) {
        self.exact += other.exact;
        self.wrong += other.wrong;
        self.times.extend(&other.times);
    }

    fn unread(&self) -> usize {
        self.times.len() - self.exact - self.wrong
    }

    /// Returns the time in milliseconds below which this share of the times lies, rounded to one of
    /// them.
    fn percentile(&self, share: f64) -> f64 {
        let mut times = self.times.clone();
        times.sort();
        let at = (times.len().saturating_sub(1) as f64 * share).round() as usize;
        times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    }

    /// Returns count, exact, wrong, unread, median and 95th percentile as cells of a Markdown row.
    fn cells(&self) -> String {
        let (median, p95) = (self.percentile(0.5), self.percentile(0.95));
        // Hundredths of a millisecond matter if the whole is less than ten.
        let digits = if p95 < 10.0 { 2 } else { 0 };
        format!(
            "{} | {} | {} | {} | {median:.digits$} | {p95:.digits$}",
            self.times.len(),
            self.exact,
            self.wrong,
            self.unread()
        )
    }
}

/// The tallies of one reader by class, or the reason why there are none.
type Reader = Result<BTreeMap<String, Tally>, String>;

/// The scores of all readers on one set of samples.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    title: String,
    /// What the classes are, such as "trouble" or "format".
    kind: &'static str,
    /// The readers in the order in which they were first counted, ours first.
    readers: Vec<(String, Reader)>,
    notes: Vec<String>,
    missed: Vec<String>,
}

impl Table {
    /// Creates an empty table. `kind` is the heading of the column of classes.
    pub(crate) fn new(title: impl Into<String>, kind: &'static str) -> Self {
        Self {
            title: title.into(),
            kind,
            readers: vec![(OURS.to_owned(), Ok(BTreeMap::new()))],
            notes: Vec::new(),
            missed: Vec::new(),
        }
    }

    /// Counts the outcome of a reader for one sample, and the processor time that it took.
    pub(crate) fn count(&mut self, reader: &str, class: &str, outcome: Outcome, time: Duration) {
        if !self.readers.iter().any(|(name, _)| name == reader) {
            self.readers.push((reader.to_owned(), Ok(BTreeMap::new())));
        }
        for (name, classes) in &mut self.readers {
            if let (true, Ok(classes)) = (name == reader, classes) {
                let tally = classes.entry(class.to_owned()).or_default();
                tally.count(outcome, time);
            }
        }
    }

    /// Adds a line for a reader that was not measured, with the reason.
    pub(crate) fn not_measured(&mut self, reader: &str, why: impl Into<String>) {
        self.readers.push((reader.to_owned(), Err(why.into())));
    }

    /// Lists a sample by name if our own reader did not read it exactly.
    pub(crate) fn name(&mut self, sample: &str, outcome: Outcome) {
        if outcome != Outcome::Exact {
            self.missed.push(sample.to_owned());
        }
    }

    /// Adds a sentence below the table.
    pub(crate) fn note(&mut self, sentence: impl Into<String>) {
        self.notes.push(sentence.into());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let measured: Vec<(&str, &BTreeMap<String, Tally>)> = self
            .readers
            .iter()
            .filter_map(|(name, reader)| Some((name.as_str(), reader.as_ref().ok()?)))
            .collect();
        let Some(((_, ours), peers)) = measured.split_first() else {
            return Ok(());
        };
        writeln!(f, "### {}\n", self.title)?;
        write!(
            f,
            "| {} | count | exact | wrong | unread | median ms | p95 ms |",
            self.kind
        )?;
        for (name, _) in peers {
            write!(f, " {name}, exact |")?;
        }
        writeln!(f, "\n|---{}|", "|---".repeat(6 + peers.len()))?;
        for (class, tally) in *ours {
            write!(f, "| {class} | {} |", tally.cells())?;
            for (_, classes) in peers {
                let exact = classes.get(class).map_or(0, |tally| tally.exact);
                write!(f, " {exact} |")?;
            }
            writeln!(f)?;
        }
        writeln!(
            f,
            "\n| reader | count | exact | wrong | unread | median ms | p95 ms |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|")?;
        for (name, reader) in &self.readers {
            match reader {
                Ok(classes) => {
                    let mut all = Tally::default();
                    for tally in classes.values() {
                        all.join(tally);
                    }
                    writeln!(f, "| {name} | {} |", all.cells())?;
                }
                Err(why) => writeln!(f, "| {name} | not measured: {why} | | | | | |")?,
            }
        }
        for note in &self.notes {
            writeln!(f, "\n{note}")?;
        }
        if !self.missed.is_empty() {
            writeln!(f, "\nNot exact: {}.", self.missed.join(", "))?;
        }
        Ok(())
    }
}

/// Runs `work` and returns the processor time of this thread, which excludes other programs on the
/// machine.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        Duration::new(
            u64::try_from(time.tv_sec).unwrap_or(0),
            u32::try_from(time.tv_nsec).unwrap_or(0),
        )
    };
    let begun = now();
    let done = work();
    (done, now().saturating_sub(begun))
}
