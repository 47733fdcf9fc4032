//! Checks that the files of a crate do not import each other in circles, so that they can be read
//! in an order in which each needs only the previous ones.
//!
//! A file needs another one if it names an item that is *defined* there, either in a `use`, or by a
//! path that starts with `crate`, `super`, `self`, a child module or an imported module. Names are
//! followed through `pub use` to their definitions, so it makes no difference from where they are
//! imported.
//!
//! Two things do not count: declaring a module (`mod child;`), and re-exporting a name (`pub use
//! child::Name;`) as long as the file does not mention that name otherwise. So a `mod.rs` or
//! `lib.rs` that declares its children and re-exports their items is in no circle. A child that
//! imports what its parent defines is in one as soon as the parent uses the child, because what
//! both need belongs in a file below both.
//!
//! Methods and trait implementations are found by type and need no import. Tests may import
//! everything.

use std::collections::{BTreeMap, BTreeSet};

use super::exceptions::ByCrate;
use super::imports::{self, Module, Use};

/// The maximum number of re-exports that are followed before a name counts as unresolved.
const MAX_STEPS: u8 = 16;

/// Returns the circles of every crate, and the files that could not be parsed.
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
                let text = circles.iter().map(|circle| format!("{name}/src: {circle}"));
                found.insert(name.to_owned(), text.collect());
            }
            Err(file) => wrong.push(format!("{name}/src/{file}: cannot be read as Rust")),
        }
    }
    (found, wrong)
}

/// Returns the circles among the files of `src`, each described by one path around it. Fails with
/// the name of a file that is not valid Rust.
fn circles(files: &[(&str, &str)]) -> Result<Vec<String>, String> {
    let tree = Tree::read(files)?;
    let needs = tree.needs();
    let reached: BTreeMap<&str, BTreeSet<&str>> = needs
        .keys()
        .map(|file| (*file, reachable(&needs, file)))
        .collect();
    let reaches = |from: &str, to: &str| reached.get(from).is_some_and(|set| set.contains(to));
    let mut text = BTreeSet::new();
    let mut circles = Vec::new();
    for file in needs.keys() {
        if text.contains(file) || !reaches(file, file) {
            continue;
        }
        let circle_files: BTreeSet<&str> = needs
            .keys()
            .copied()
            .filter(|other| reaches(file, other) && reaches(other, file))
            .collect();
        circles.push(describe(&needs, &circle_files));
        text.extend(circle_files);
    }
    Ok(circles)
}

/// Which files each file needs, and the first name that it needs of each.
type Needs<'a> = BTreeMap<&'a str, BTreeMap<&'a str, String>>;

/// Returns every file that is reachable from a file, which includes itself only if it is in a
/// circle.
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

/// Describes the shortest circle, as `a.rs → b.rs (Name) → a.rs (Other)`.
fn describe(needs: &Needs<'_>, circle_files: &BTreeSet<&str>) -> String {
    let ways = circle_files
        .iter()
        .filter_map(|start| shortest_circle(needs, start));
    let Some(way) = ways.min_by_key(Vec::len) else {
        return String::new();
    };
    let mut text = way.first().copied().unwrap_or_default().to_owned();
    for pair in way.windows(2) {
        let [from, to] = pair else { continue };
        let name = needs.get(from).and_then(|needed| needed.get(to));
        text = format!("{text} → {to} ({})", name.map_or("", String::as_str));
    }
    let others: Vec<&str> = circle_files
        .iter()
        .filter(|file| !way.contains(file))
        .copied()
        .collect();
    match others.len() {
        0 => text,
        more => format!(
            "{text}; {more} more files in the same circle: {}",
            others.join(", ")
        ),
    }
}

/// Returns the shortest path from a file back to itself.
fn shortest_circle<'a>(needs: &Needs<'a>, start: &'a str) -> Option<Vec<&'a str>> {
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

    /// Returns the file of a module from which everything is imported.
    fn everything(&self, from: &[String], used: &Use) -> Option<&'a str> {
        let module = self.module(from, &used.path, 0)?;
        self.modules.get(&module).map(|(file, _)| *file)
    }

    /// Returns the file that defines what a path means, unless that is a module or in another
    /// crate.
    fn file_of(&self, from: &[String], names: &[String], steps: u8) -> Option<&'a str> {
        let (module, rest) = self.follow(from, names, steps)?;
        let item = rest.first()?;
        self.definition(&module, item, rest, steps)
    }

    /// Returns the module that a path means.
    fn module(&self, from: &[String], names: &[String], steps: u8) -> Option<Vec<String>> {
        let (module, rest) = self.follow(from, names, steps)?;
        rest.is_empty().then_some(module)
    }

    /// Follows a path as far as it consists of modules. Returns the last of them, and the remaining
    /// names.
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
                if steps >= MAX_STEPS || used.path.first() == Some(first) {
                    return None;
                }
                // If it is an item, the name that is looked for is not in a module.
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

    /// Returns the file that defines a name of a module.
    fn definition(
        &self,
        at: &[String],
        item: &String,
        rest: &[String],
        steps: u8,
    ) -> Option<&'a str> {
        let (file, module) = self.modules.get(at)?;
        if module.defines.contains(item) || steps >= MAX_STEPS {
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
        // A macro may have defined it.
        Some(file)
    }
}

/// Returns the import of a name.
fn named<'m>(module: &'m Module, name: &str) -> Option<&'m Use> {
    let mut uses = module.uses.iter();
    uses.find(|used| used.name.as_deref() == Some(name))
}

/// Returns the module of a file in `src`.
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
