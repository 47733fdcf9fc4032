//! axe, the checker of accessible pages, where it is there: `cargo xtask test` fetches it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::driver::Page;

/// Its script.
pub(crate) struct Axe(String);

impl Axe {
    /// From `BONAFIDE_TEST_AXE`, else from where `cargo xtask test` puts it; says so where it is
    /// not there.
    pub(crate) fn find() -> Option<Self> {
        let usual = || {
            Path::new(env!("CARGO_TARGET_TMPDIR"))
                .with_file_name("tools")
                .join("axe-core/axe.min.js")
        };
        let path = std::env::var_os("BONAFIDE_TEST_AXE").map_or_else(usual, PathBuf::from);
        let script = std::fs::read_to_string(&path).ok();
        if script.is_none() {
            eprintln!(
                "skipped: no axe at {} (`cargo xtask test` fetches it)",
                path.display()
            );
        }
        script.map(Self)
    }

    /// Everything that it knows of WCAG 2.2 AA, and what it holds to be good besides.
    pub(crate) const ALL: &str =
        "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

    /// Whether texts stand out from what is behind them.
    pub(crate) const CONTRAST: &str = "{ type: 'rule', values: ['color-contrast'] }";

    /// What it finds on a page by these rules, a line for each.
    #[track_caller]
    pub(crate) fn finds_on(&self, page: &Page, rules: &str) -> Vec<String> {
        if page.eval("typeof axe") == "undefined" {
            page.eval(&self.0);
        }
        let found = page.eval(&format!(
            "axe.run(document, {{ resultTypes: ['violations'], runOnly: {rules} }}).then((r) => \
             r.violations.map((v) => `${{v.id}}: ${{v.help}}: ${{v.nodes.map((n) => \
             n.html + ' ' + n.failureSummary).join(' | ')}}`))"
        ));
        let found = found.as_array().unwrap();
        found
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    }
}
