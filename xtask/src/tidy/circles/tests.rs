//! Small trees of files, with and without circles.

use super::*;

fn found(files: &[(&str, &str)]) -> Vec<String> {
    circles(files).unwrap()
}

#[test]
fn two_files_that_import_from_one_another_are_a_circle() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::B; pub struct A(B);"),
        ("b.rs", "use super::a::A; pub struct B(Option<Box<A>>);"),
    ];
    assert_eq!(found(&files), ["a.rs → b.rs (B) → a.rs (A)"]);
}

#[test]
fn paths_in_the_code_count_like_imports() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "pub fn f() { crate::b::g() }"),
        ("b.rs", "use crate::a; pub fn g() { log!(a::f()) }"),
    ];
    assert_eq!(found(&files), ["a.rs → b.rs (g) → a.rs (f)"]);
    let alone = [files[0], files[1], ("b.rs", "use crate::a; pub fn g() {}")];
    assert!(found(&alone).is_empty(), "a module is no item");
}

#[test]
fn a_parent_that_only_declares_and_reexports_is_in_no_circle() {
    let files = [
        ("lib.rs", "mod room;"),
        (
            "room/mod.rs",
            "mod a; mod b; pub(crate) use a::A; pub use self::b::{B, C};",
        ),
        ("room/a.rs", "use super::B; pub(crate) struct A(B);"),
        ("room/b.rs", "pub struct B; pub struct C;"),
    ];
    assert!(found(&files).is_empty());
}

#[test]
fn a_child_that_imports_from_its_parent_is_in_a_circle_if_the_parent_uses_it() {
    let parent = "mod child; pub const MOST: u8 = 1; pub fn f() { child::g() }";
    let files = [
        ("main.rs", "mod parent;"),
        ("parent.rs", parent),
        ("parent/child.rs", "use super::MOST; pub fn g() { MOST; }"),
    ];
    assert_eq!(
        found(&files),
        ["parent.rs → parent/child.rs (g) → parent.rs (MOST)"]
    );
    let unused = [
        files[0],
        (
            "parent.rs",
            "mod child; pub const MOST: u8 = 1; pub use child::g;",
        ),
        files[2],
    ];
    assert!(found(&unused).is_empty());
}

#[test]
fn a_reexported_name_that_is_used_counts() {
    let files = [
        ("lib.rs", "mod a; pub use a::A; pub struct B(A);"),
        ("a.rs", "pub struct A(Option<Box<crate::B>>);"),
    ];
    assert_eq!(found(&files), ["a.rs → lib.rs (B) → a.rs (A)"]);
}

#[test]
fn names_are_followed_to_their_definition() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; pub use c::*;"),
        ("a.rs", "use crate::C; pub use crate::C as D;"),
        ("b.rs", "use crate::a::D; pub struct B;"),
        ("c.rs", "use crate::b::B; pub struct C(B);"),
    ];
    assert_eq!(found(&files), ["b.rs → c.rs (D) → b.rs (B)"]);
}

#[test]
fn glob_imports_count() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::*; pub struct A;"),
        ("b.rs", "use crate::a::A; pub struct B(A);"),
    ];
    assert_eq!(found(&files), ["a.rs → b.rs (b) → a.rs (A)"]);
}

#[test]
fn tests_may_import_everything() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "pub struct A; #[cfg(test)] mod tests;"),
        ("a/tests.rs", "use super::*; use crate::b::B;"),
        (
            "b.rs",
            "use crate::a::A; pub struct B(A); #[cfg(test)] mod tests { use super::*; }",
        ),
    ];
    assert!(found(&files).is_empty());
}

#[test]
fn modules_in_braces_belong_to_their_file() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        (
            "a.rs",
            "pub mod inner { use super::super::b::B; pub struct A(B); }",
        ),
        ("b.rs", "pub struct B; fn f() { crate::a::inner::A; }"),
    ];
    assert_eq!(found(&files), ["a.rs → b.rs (B) → a.rs (A)"]);
}

#[test]
fn other_crates_and_programs_beside_a_library_do_not_count() {
    let files = [
        ("lib.rs", "mod a; pub use a::A; pub fn run() {}"),
        (
            "main.rs",
            "use room::run; mod a; fn main() { crate::a::f() }",
        ),
        ("bin/b.rs", "use room::a::A;"),
        (
            "a.rs",
            "use std::io; use serde::a; pub struct A(io::Error);",
        ),
    ];
    assert!(found(&files).is_empty());
}

#[test]
fn the_shortest_circle_and_the_other_files_are_named() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::B; pub struct A(B);"),
        ("b.rs", "use crate::c::C; pub struct B(C);"),
        ("c.rs", "use crate::{a::A, d::D}; pub struct C(A, D);"),
        ("d.rs", "use crate::c::C; pub struct D(C);"),
    ];
    assert_eq!(
        found(&files),
        ["c.rs → d.rs (D) → c.rs (C); 2 more files in the same circle: a.rs, b.rs"]
    );
}

#[test]
fn invalid_files_are_named() {
    assert_eq!(circles(&[("lib.rs", "fn f( {")]), Err("lib.rs".to_owned()));
}
