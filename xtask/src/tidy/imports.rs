//! Parses what a Rust file declares and imports from its tokens, which is enough to say which file
//! needs which.
//!
//! Nothing is expanded, and types are unknown. A path in the arguments of a macro counts like any
//! other, but the output of a macro does not. Code that is compiled only for tests is left out.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// A module of a file: the file's own, or one in braces within it.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// Its path below the file's own module, which is empty for that module.
    pub(super) path: Vec<String>,
    /// The items that it defines.
    pub(super) defines: BTreeSet<String>,
    pub(super) uses: Vec<Use>,
    /// The paths of at least two names outside `use`.
    pub(super) paths: Vec<Vec<String>>,
    /// Every name that is mentioned outside `use`.
    pub(super) mentions: BTreeSet<String>,
    /// Modules with a file of their own that are compiled only for tests.
    pub(super) tests: BTreeSet<String>,
}

/// A name that a `use` imports.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Use {
    pub(super) path: Vec<String>,
    /// The name here, or `None` for everything (`*`).
    pub(super) name: Option<String>,
    /// Whether it is re-exported (`pub use`, `pub(crate) use` …).
    pub(super) is_passed_on: bool,
}

/// Returns the modules of a file, its own first.
pub(super) fn read(text: &str) -> Result<Vec<Module>, proc_macro2::LexError> {
    let tokens: TokenStream = text.parse()?;
    let mut modules = Vec::new();
    read_module(tokens, Vec::new(), &mut modules);
    Ok(modules)
}

fn read_module(tokens: TokenStream, path: Vec<String>, modules: &mut Vec<Module>) {
    let mut module = Module {
        path,
        ..Module::default()
    };
    let mut inner = Vec::new();
    scan(&Vec::from_iter(tokens), true, &mut module, &mut inner);
    let path = module.path.clone();
    modules.push(module);
    for (name, tokens) in inner {
        let path = [path.clone(), vec![name]].concat();
        read_module(tokens, path, modules);
    }
}

/// Collects from tokens into a module. `is_top` is true at the level of its items.
fn scan(
    tokens: &[TokenTree],
    is_top: bool,
    module: &mut Module,
    inner: &mut Vec<(String, TokenStream)>,
) {
    let mut rest = tokens;
    let mut is_public = false;
    while let Some((token, after)) = rest.split_first() {
        if let Some(after) = test_attribute(rest) {
            rest = skip_item(after, module);
            continue;
        }
        rest = after;
        match token {
            TokenTree::Ident(word) if word == "use" && !is_captured(rest) => {
                rest = read_use(rest, Vec::new(), is_public, &mut module.uses);
                is_public = false;
            }
            TokenTree::Ident(word) if is_top && word == "mod" => {
                if let [TokenTree::Ident(name), TokenTree::Group(body), ..] = rest {
                    inner.push((name.to_string(), body.stream()));
                    rest = rest.get(2..).unwrap_or_default();
                }
                is_public = false;
            }
            TokenTree::Ident(word) if word == "pub" => {
                is_public = true;
                if let Some((TokenTree::Group(_), after)) = rest.split_first() {
                    rest = after;
                }
            }
            TokenTree::Ident(_) => {
                is_public = false;
                if is_top {
                    define(token, rest, module);
                }
                let (path, after) = path(token, rest);
                rest = after;
                module.mentions.extend(path.first().cloned());
                if path.len() > 1 {
                    module.paths.push(path);
                }
            }
            TokenTree::Punct(_) if is_double_colon(token, rest) => {
                // After a `::` at the start of a path follows another crate, and after `<T as
                // Trait>::` an associated item.
                rest = rest.get(1..).unwrap_or_default();
                if let Some((name @ TokenTree::Ident(_), after)) = rest.split_first() {
                    rest = path(name, after).1;
                }
            }
            TokenTree::Group(group) => {
                scan(&Vec::from_iter(group.stream()), false, module, inner);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Records the item that a keyword introduces.
fn define(keyword: &TokenTree, rest: &[TokenTree], module: &mut Module) {
    const KEYWORDS: [&str; 9] = [
        "fn",
        "struct",
        "enum",
        "trait",
        "type",
        "const",
        "static",
        "union",
        "macro_rules",
    ];
    if !KEYWORDS.contains(&keyword.to_string().as_str()) {
        return;
    }
    let name = rest.iter().find_map(|token| match token {
        TokenTree::Ident(name) if name != "mut" => Some(Some(name.to_string())),
        TokenTree::Ident(_) => None,
        TokenTree::Punct(mark) if mark.as_char() == '!' => None,
        _ => Some(None),
    });
    module.defines.extend(name.flatten());
}

/// Returns true for `use<'a>` in a type, which names what is captured and imports nothing.
fn is_captured(rest: &[TokenTree]) -> bool {
    matches!(rest.first(), Some(TokenTree::Punct(mark)) if mark.as_char() == '<')
}

/// Returns what follows `#[cfg(test)]`, if the tokens start with it.
fn test_attribute(tokens: &[TokenTree]) -> Option<&[TokenTree]> {
    let [TokenTree::Punct(hash), TokenTree::Group(group), rest @ ..] = tokens else {
        return None;
    };
    let content: String = group.stream().to_string().split_whitespace().collect();
    (hash.as_char() == '#' && content == "cfg(test)").then_some(rest)
}

/// Skips an item, and records a module that it declares.
fn skip_item<'a>(tokens: &'a [TokenTree], module: &mut Module) -> &'a [TokenTree] {
    let mut rest = tokens;
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        match (token, after) {
            (TokenTree::Ident(word), [TokenTree::Ident(name), TokenTree::Punct(_), ..])
                if word == "mod" =>
            {
                module.tests.insert(name.to_string());
            }
            (TokenTree::Group(group), _) if group.delimiter() == Delimiter::Brace => break,
            (TokenTree::Punct(mark), _) if mark.as_char() == ';' => break,
            _ => {}
        }
    }
    rest
}

/// Parses one tree of a `use`, after `prefix`, and returns what follows it.
fn read_use<'a>(
    tokens: &'a [TokenTree],
    prefix: Vec<String>,
    is_passed_on: bool,
    uses: &mut Vec<Use>,
) -> &'a [TokenTree] {
    let mut path = prefix;
    let mut name = path.last().cloned();
    let mut is_whole = true;
    let mut rest = tokens;
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        match token {
            TokenTree::Ident(word) if word == "as" => {
                name = after.first().map(ToString::to_string);
                rest = after.get(1..).unwrap_or_default();
            }
            TokenTree::Ident(word) if word == "self" && !path.is_empty() => {
                name = path.last().cloned();
            }
            TokenTree::Ident(word) => {
                path.push(word.to_string());
                name = path.last().cloned();
            }
            TokenTree::Group(group) => {
                is_whole = false;
                let inside = Vec::from_iter(group.stream());
                let mut inside = inside.as_slice();
                while !inside.is_empty() {
                    inside = read_use(inside, path.clone(), is_passed_on, uses);
                }
            }
            TokenTree::Punct(mark) if mark.as_char() == '*' => name = None,
            TokenTree::Punct(mark) if matches!(mark.as_char(), ';' | ',') => break,
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    if is_whole && !path.is_empty() {
        uses.push(Use {
            path,
            name,
            is_passed_on,
        });
    }
    rest
}

/// Returns the names that `::` joins from here on, and what follows them.
fn path<'a>(first: &TokenTree, tokens: &'a [TokenTree]) -> (Vec<String>, &'a [TokenTree]) {
    let mut path = vec![first.to_string()];
    let mut rest = tokens;
    while let [colon, after @ ..] = rest
        && is_double_colon(colon, after)
        && let Some(TokenTree::Ident(name)) = after.get(1)
    {
        path.push(name.to_string());
        rest = after.get(2..).unwrap_or_default();
    }
    (path, rest)
}

fn is_double_colon(token: &TokenTree, rest: &[TokenTree]) -> bool {
    let is_colon = |token: &TokenTree, spacing| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ':' && spacing == mark.spacing());
    is_colon(token, Spacing::Joint)
        && rest
            .first()
            .is_some_and(|next| matches!(next, TokenTree::Punct(mark) if mark.as_char() == ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Module {
        read(text).unwrap().swap_remove(0)
    }

    #[test]
    fn uses_are_split_into_names() {
        let module = only(
            "use a::{self, b::C as D, e::*};\npub(crate) use super::F;\npub struct S;\nuse g as _;",
        );
        let told: Vec<_> = module
            .uses
            .iter()
            .map(|used| {
                let name = used.name.as_deref().unwrap_or("*");
                (used.path.join("::"), name, used.is_passed_on)
            })
            .collect();
        let expected = [
            ("a", "a", false),
            ("a::b::C", "D", false),
            ("a::e", "*", false),
            ("super::F", "F", true),
            ("g", "_", false),
        ];
        assert_eq!(
            told,
            expected.map(|(path, name, on)| (path.to_owned(), name, on))
        );
        assert!(module.defines.contains("S"));
    }

    #[test]
    fn paths_are_found_anywhere_in_the_code() {
        let module = only(
            "fn f(x: super::X) -> ::std::vec::Vec<u8> { log!(\"{}\", crate::g(x.collect::<Y>())); \
             <T as U>::v::w(); let _: &impl use<'a> A; z::CONST }",
        );
        let paths: Vec<String> = module.paths.iter().map(|path| path.join("::")).collect();
        assert_eq!(paths, ["super::X", "crate::g", "z::CONST"]);
        assert!(module.defines.contains("f"));
        assert!(module.mentions.contains("x"));
    }

    #[test]
    fn tests_are_left_out_and_modules_are_separate() {
        let modules = read(
            "#[cfg(test)] mod tests; #[cfg(test)] #[derive(Debug)] struct T { x: super::A }\n\
             mod inner { use super::B; fn f() {} }\n#[cfg(test)]\nmod more { use super::*; }",
        )
        .unwrap();
        let [own, inner] = modules.as_slice() else {
            panic!("{modules:?}");
        };
        assert!(own.paths.is_empty() && own.uses.is_empty() && own.defines.is_empty());
        assert_eq!(Vec::from_iter(&own.tests), ["tests"]);
        assert_eq!(inner.path, ["inner"]);
        assert_eq!(inner.uses.len(), 1);
    }
}
