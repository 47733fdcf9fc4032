//! No circles: the files of a crate can be read in an order in which each needs only those before
//! it.
//!
//! A file needs another one if it names an item that is *defined* there: in a `use`, or by a path
//! that begins with `crate`, `super`, `self`, a child module or an imported module. Names are
//! followed through `pub use` to where they are defined, so it makes no difference by which way
//! they are imported.
//!
//! What does not count: declaring a module (`mod child;`), and passing a name on (`pub use
//! child::Name;`) as long as the file does not mention that name itself. So a `mod.rs` or `lib.rs`
//! that declares its children and re-exports what is theirs is in no circle. A child that imports
//! what its parent defines is in one as soon as the parent uses the child: what both need belongs
//! into a file below both.
//!
//! Methods and trait implementations are found by type and import nothing; tests may look at
//! everything.

use std::collections::{BTreeMap, BTreeSet};

use super::exceptions::ByCrate;
use super::imports::{self, Module, Use};

/// How many re-exports are followed before a name is taken to lead nowhere.
const MOST_STEPS: u8 = 16;

/// The circles of every crate, and what could not be read.
pub(super) fn of_workspace(files: &[(String, String)]) -> (ByCrate, Vec<String>) {
    let mut crates: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (path, text) in files {
        if let Some((name, file)) = path.split_once("/src/")
            && (name.starts_with("crates/") || name == "xtask")
        {
            crates.entry(name).or_default().push((file, text));
        }
    }
    let mut found = ByCrate::new();
    let mut wrong = Vec::new();
    for (name, files) in crates {
        match circles(&files) {
            Ok(circles) if circles.is_empty() => {}
            Ok(circles) => {
                let told = circles.iter().map(|circle| format!("{name}/src: {circle}"));
                found.insert(name.to_owned(), told.collect());
            }
            Err(file) => wrong.push(format!("{name}/src/{file}: cannot be read as Rust")),
        }
    }
    (found, wrong)
}

/// Circles among the files of `src`, each named by one way around it. Fails with the name of a file
/// that is no Rust.
fn circles(files: &[(&str, &str)]) -> Result<Vec<String>, String> {
    let tree = Tree::read(files)?;
    let needs = tree.needs();
    let reached: BTreeMap<&str, BTreeSet<&str>> = needs
        .keys()
        .map(|file| (*file, reachable(&needs, file)))
        .collect();
    let reaches = |from: &str, to: &str| reached.get(from).is_some_and(|set| set.contains(to));
    let mut told = BTreeSet::new();
    let mut circles = Vec::new();
    for file in needs.keys() {
        if told.contains(file) || !reaches(file, file) {
            continue;
        }
        let knot: BTreeSet<&str> = needs
            .keys()
            .copied()
            .filter(|other| reaches(file, other) && reaches(other, file))
            .collect();
        circles.push(describe(&needs, &knot));
        told.extend(knot);
    }
    Ok(circles)
}

/// Which file needs which, and the first name that it needs of it.
type Needs<'a> = BTreeMap<&'a str, BTreeMap<&'a str, String>>;

/// Everything that a file leads to. Itself only if it is in a circle.
fn reachable<'a>(needs: &Needs<'a>, from: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = needs
        .get(from)
        .into_iter()
        .flat_map(BTreeMap::keys)
        .copied()
        .collect();
    while let Some(file) = open.pop() {
        if let Some((known, next)) = needs.get_key_value(file)
            && found.insert(*known)
        {
            open.extend(next.keys());
        }
    }
    found
}

/// The shortest way around, as `a.rs → b.rs (Name) → a.rs (Other)`.
fn describe(needs: &Needs<'_>, knot: &BTreeSet<&str>) -> String {
    let ways = knot.iter().filter_map(|start| way_around(needs, start));
    let Some(way) = ways.min_by_key(Vec::len) else {
        return String::new();
    };
    let mut told = way.first().copied().unwrap_or_default().to_owned();
    for pair in way.windows(2) {
        let [from, to] = pair else { continue };
        let name = needs.get(from).and_then(|needed| needed.get(to));
        told = format!("{told} → {to} ({})", name.map_or("", String::as_str));
    }
    let others: Vec<&str> = knot
        .iter()
        .filter(|file| !way.contains(file))
        .copied()
        .collect();
    match others.len() {
        0 => told,
        more => format!(
            "{told}; {more} more in the same knot: {}",
            others.join(", ")
        ),
    }
}

/// The shortest way from a file back to itself.
fn way_around<'a>(needs: &Needs<'a>, start: &'a str) -> Option<Vec<&'a str>> {
    let mut seen = BTreeSet::new();
    let mut open = std::collections::VecDeque::from([vec![start]]);
    while let Some(way) = open.pop_front() {
        for next in needs.get(way.last()?)?.keys() {
            let further = [way.as_slice(), &[*next]].concat();
            if *next == start {
                return Some(further);
            }
            if seen.insert(*next) {
                open.push_back(further);
            }
        }
    }
    None
}

/// The modules of a crate.
struct Tree<'a> {
    modules: BTreeMap<Vec<String>, (&'a str, Module)>,
}

impl<'a> Tree<'a> {
    fn read(files: &[(&'a str, &str)]) -> Result<Self, String> {
        let has_library = files.iter().any(|(file, _)| *file == "lib.rs");
        let mut modules = BTreeMap::new();
        let mut tests = BTreeSet::new();
        for (file, text) in files {
            // A program beside the library is a crate of its own.
            let is_program = file.starts_with("bin/") || (has_library && *file == "main.rs");
            if is_program {
                continue;
            }
            let own = module_of(file);
            for module in imports::read(text).map_err(|_| (*file).to_owned())? {
                let path = [own.clone(), module.path.clone()].concat();
                let beside = |name: &String| [path.clone(), vec![name.clone()]].concat();
                tests.extend(module.tests.iter().map(beside));
                modules.insert(path, (*file, module));
            }
        }
        modules.retain(|path: &Vec<String>, _| !tests.iter().any(|test| path.starts_with(test)));
        Ok(Self { modules })
    }

    fn needs(&self) -> Needs<'a> {
        let mut needs: Needs<'a> = BTreeMap::new();
        for (path, (file, module)) in &self.modules {
            let needed = needs.entry(*file).or_default();
            let imported = module.uses.iter().filter(|used| {
                let name = used.name.as_ref();
                !used.is_passed_on || name.is_some_and(|name| module.mentions.contains(name))
            });
            let mut need = |to: Option<&'a str>, names: &[String]| {
                if let Some(to) = to.filter(|to| to != file) {
                    let name = names.last().cloned().unwrap_or_default();
                    needed.entry(to).or_insert(name);
                }
            };
            for used in imported {
                match &used.name {
                    Some(_) => need(self.file_of(path, &used.path, 0), &used.path),
                    None => need(self.everything(path, used), &used.path),
                }
            }
            for names in &module.paths {
                need(self.file_of(path, names, 0), names);
            }
        }
        needs
    }

    /// The file of a module of which everything is imported.
    fn everything(&self, from: &[String], used: &Use) -> Option<&'a str> {
        let module = self.module(from, &used.path, 0)?;
        self.modules.get(&module).map(|(file, _)| *file)
    }

    /// The file that defines what a path means, unless that is a module or of another crate.
    fn file_of(&self, from: &[String], names: &[String], steps: u8) -> Option<&'a str> {
        let (module, rest) = self.follow(from, names, steps)?;
        let item = rest.first()?;
        self.definition(&module, item, rest, steps)
    }

    /// The module that a path means.
    fn module(&self, from: &[String], names: &[String], steps: u8) -> Option<Vec<String>> {
        let (module, rest) = self.follow(from, names, steps)?;
        rest.is_empty().then_some(module)
    }

    /// Walks a path as far as modules go: the last of them, and the names that are left.
    fn follow<'n>(
        &self,
        from: &[String],
        names: &'n [String],
        steps: u8,
    ) -> Option<(Vec<String>, &'n [String])> {
        let (first, mut rest) = names.split_first()?;
        let child = [from, std::slice::from_ref(first)].concat();
        let mut at = match first.as_str() {
            "crate" => Vec::new(),
            "self" => from.to_vec(),
            "super" => from.split_last()?.1.to_vec(),
            _ if self.modules.contains_key(&child) => child,
            _ => {
                let (_, module) = self.modules.get(from)?;
                let used = named(module, first)?;
                if steps >= MOST_STEPS || used.path.first() == Some(first) {
                    return None;
                }
                // None if it is an item: what is looked for stands where that does.
                self.module(from, &used.path, steps + 1)?
            }
        };
        while let Some((next, after)) = rest.split_first() {
            let deeper = if next == "super" {
                at.split_last()?.1.to_vec()
            } else {
                [at.as_slice(), std::slice::from_ref(next)].concat()
            };
            if !self.modules.contains_key(&deeper) {
                break;
            }
            at = deeper;
            rest = after;
        }
        Some((at, rest))
    }

    /// The file that defines a name of a module.
    fn definition(
        &self,
        at: &[String],
        item: &String,
        rest: &[String],
        steps: u8,
    ) -> Option<&'a str> {
        let (file, module) = self.modules.get(at)?;
        if module.defines.contains(item) || steps >= MOST_STEPS {
            return Some(file);
        }
        if let Some(used) = named(module, item) {
            let further = [used.path.as_slice(), rest.get(1..).unwrap_or_default()].concat();
            return self.file_of(at, &further, steps + 1);
        }
        let everything = module.uses.iter().filter(|used| used.name.is_none());
        for used in everything {
            if let Some(module) = self.module(at, &used.path, steps + 1)
                && let Some((_, there)) = self.modules.get(&module)
                && (there.defines.contains(item) || named(there, item).is_some())
            {
                return self.definition(&module, item, rest, steps + 1);
            }
        }
        // A macro may have made it.
        Some(file)
    }
}

/// The import of a name.
fn named<'m>(module: &'m Module, name: &str) -> Option<&'m Use> {
    let mut uses = module.uses.iter();
    uses.find(|used| used.name.as_deref() == Some(name))
}

/// The module that a file of `src` holds.
fn module_of(file: &str) -> Vec<String> {
    let names = file.trim_end_matches(".rs").split('/');
    let mut path: Vec<String> = names.map(str::to_owned).collect();
    if path.last().is_some_and(|last| last == "mod") || matches!(file, "lib.rs" | "main.rs") {
        path.pop();
    }
    path
}

#[cfg(test)]
mod tests;
