//! The tables: what was told on how many films, and whether it was true.

use std::collections::BTreeMap;
use std::fmt;

use proofing::ports::Hint;

use crate::scenes::{Distance, Film};

/// What two looks in a row say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// The page says where to aim, and nothing about the picture.
    Nothing,
    /// The picture is taken.
    Good,
    Hint(Hint),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judgement {
    Silent,
    Right,
    Wrong,
    Opposite,
}

#[derive(Debug, Default)]
struct Row {
    films: usize,
    counts: [usize; 4],
}

impl Row {
    fn of(&self, judgement: Judgement) -> usize {
        self.counts[judgement as usize]
    }

    fn told(&self) -> usize {
        self.films - self.of(Judgement::Silent)
    }

    fn right_share(&self) -> f64 {
        self.of(Judgement::Right) as f64 / self.told().max(1) as f64
    }
}

#[derive(Debug, Default)]
pub(crate) struct Tally {
    all: Row,
    rows: BTreeMap<(u8, &'static str, &'static str), Row>,
    sides: Row,
    /// The films of a back in good light, and those on which the side was told.
    backs: (usize, usize),
    /// The films on which nothing is wrong, and those that were called good.
    good: (usize, usize),
    mistakes: Vec<String>,
}

impl Tally {
    /// Counts what a person was told who shows the side that is wanted.
    pub(crate) fn count(&mut self, film: &Film, told: Told, judgement: Judgement) {
        let distance = match film.distance {
            Distance::Far => "far",
            Distance::Right => "right",
            Distance::Cut => "cut off",
        };
        let groups = [
            (0, "background", film.background),
            (1, "distance", distance),
            (2, "side", if film.is_back { "back" } else { "front" }),
            (3, "blur", film.blur_name()),
            (4, "light", film.light_name()),
        ];
        for group in groups {
            let row = self.rows.entry(group).or_default();
            row.films += 1;
            row.counts[judgement as usize] += 1;
        }
        self.all.films += 1;
        self.all.counts[judgement as usize] += 1;
        if film.troubles().is_empty() {
            self.good.0 += 1;
            self.good.1 += usize::from(told == Told::Good);
        }
        self.note(film, told, judgement);
    }

    /// Counts what a person was told who shows the back where the front is wanted.
    pub(crate) fn count_side(&mut self, film: &Film, told: Told, judgement: Judgement) {
        self.sides.films += 1;
        self.sides.counts[judgement as usize] += 1;
        if film.troubles().is_empty() {
            self.backs.0 += 1;
            self.backs.1 += usize::from(told == Told::Hint(Hint::WrongSide));
        }
        self.note(film, told, judgement);
    }

    fn note(&mut self, film: &Film, told: Told, judgement: Judgement) {
        if matches!(judgement, Judgement::Wrong | Judgement::Opposite) {
            self.mistakes.push(format!(
                "{judgement:?}: {told:?} on {} {:?} {:?} {:?}, {}",
                film.background,
                film.distance,
                film.blur,
                film.light,
                if film.is_back { "back" } else { "front" }
            ));
        }
    }

    pub(crate) fn opposite(&self) -> usize {
        self.all.of(Judgement::Opposite) + self.sides.of(Judgement::Opposite)
    }

    pub(crate) fn right_share(&self) -> f64 {
        self.all.right_share().min(self.sides.right_share())
    }

    pub(crate) fn told_share(&self) -> f64 {
        self.all.told() as f64 / self.all.films.max(1) as f64
    }

    pub(crate) fn good_moments(&self) -> f64 {
        self.good.1 as f64 / self.good.0.max(1) as f64
    }

    pub(crate) fn sides_told(&self) -> f64 {
        self.backs.1 as f64 / self.backs.0.max(1) as f64
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| | | films | told something | right | wrong | opposite |\n|---|---|---|---|---|---|---|"
        )?;
        let mut line = |group: &str, name: &str, row: &Row| {
            writeln!(
                f,
                "| {group} | {name} | {} | {} | {} ({:.0} %) | {} | {} |",
                row.films,
                row.told(),
                row.of(Judgement::Right),
                100.0 * row.right_share(),
                row.of(Judgement::Wrong),
                row.of(Judgement::Opposite),
            )
        };
        for ((_, group, name), row) in &self.rows {
            line(group, name, row)?;
        }
        line("", "**all**", &self.all)?;
        line("", "a back where the front is wanted", &self.sides)?;
        writeln!(
            f,
            "\nGood moments recognised: {} of {}. The wrong side named, nothing else being wrong: {} of {}.",
            self.good.1, self.good.0, self.backs.1, self.backs.0
        )?;
        for mistake in &self.mistakes {
            writeln!(f, "{mistake}")?;
        }
        Ok(())
    }
}
