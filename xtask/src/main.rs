//! Task runner: `cargo xtask …`.
fn main() {}
