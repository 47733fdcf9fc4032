pub fn numbers_agree(_: &str, _: &str, _: bool) -> bool { false }
