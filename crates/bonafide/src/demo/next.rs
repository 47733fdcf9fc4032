//! Suggests what to try next: request bodies in files, and commands to copy and paste.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result};
use bonafide::out;
use bonafide::system::now;
use verification::account::Account;

use super::cases::Case;
use super::home::Home;
use super::paper::Paper;
use super::pictures::Drawn;
use super::request::{self, stamp};

/// Writes one request body per case, under references that are still free.
pub(super) fn write_bodies<'a>(
    home: &Home,
    cases: impl Iterator<Item = (&'a Case, &'a Drawn)>,
    callback: &str,
) -> Result<()> {
    let stamp = stamp(now());
    for (case, drawn) in cases {
        let reference = format!("try-{}-{stamp}", case.name);
        let body = request::body(case, Some(drawn), &reference, callback);
        let file = home.bodies().join(format!("{}.json", case.name));
        std::fs::write(&file, serde_json::to_vec_pretty(&body)?)
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// Prints addresses, keys and commands. `asked` is the reference of a verification with a verdict,
/// `walked` is that of one whose pages wait for a person.
pub(super) fn show(
    paper: &Paper,
    home: &Home,
    server: SocketAddr,
    account: &Account,
    asked: &str,
    walked: &str,
) {
    let bonafide = program();
    let user = format!("-u {}:{}", account.client_id, account.secret.reveal());
    let back = shell(&home.pictures().join("good-back.jpg"));
    let data = shell(&home.data());
    paper.heading("4. Your turn: the server keeps running until you press Ctrl-C");
    paper.fact(
        "server",
        &format!("http://{server}/  (also /health and /ready)"),
    );
    paper.fact("client id", &account.client_id);
    paper.fact("secret key", account.secret.reveal());
    out::line("");
    let body = shell(&home.bodies().join("good.json"));
    out::line("  Request a verification; the callback will appear here:");
    paper.command(&format!(
        "curl {user} -H 'content-type: application/json' --data @{body} http://{server}/"
    ));
    out::line(
        "  Each reference works once. There are also passport.json, expired.json, contradicted.json, unreadable.json.",
    );
    out::line("");
    out::line("  Check the status of a verification:");
    paper.command(&format!(
        "curl {user} -d reference={asked} http://{server}/status"
    ));
    out::line("");
    out::line(
        "  See what a person sees: open the link of the case on-site in a browser on this machine.",
    );
    out::line(
        "  (A phone needs HTTPS to use its camera.) The journal records each step as a status event:",
    );
    paper.command(&format!(
        "{bonafide} journal {walked} --account {} --data {data}",
        account.name
    ));
    out::line("");
    out::line("  Read a picture, and see where everything was found:");
    paper.command(&format!("{bonafide} read {back}"));
    let seen = shell(&home.folder().join("seen.png"));
    paper.command(&format!("{bonafide} read --annotate {seen} {back}"));
    out::line("");
    out::line("  See a verification as an operator does, with personal data masked:");
    paper.command(&format!(
        "{bonafide} verifications show {asked} --data {data}"
    ));
    out::line("");
    out::line("  List the callbacks:");
    paper.command(&format!("{bonafide} deliveries list --data {data}"));
    out::line("");
}

/// Returns how to call this program from the current folder.
fn program() -> String {
    let Ok(path) = std::env::current_exe() else {
        return "bonafide".to_owned();
    };
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let is_on_path = std::env::split_paths(&folders).any(|folder| path.starts_with(&folder));
    if is_on_path {
        return "bonafide".to_owned();
    }
    let here = std::env::current_dir().unwrap_or_default();
    match path.strip_prefix(&here) {
        Ok(relative) => shell(&Path::new(".").join(relative)),
        Err(_) => shell(&path),
    }
}

/// Quotes a path for a shell.
fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | ',');
    if text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_survive_a_shell() {
        let cases = [
            ("/tmp/demo-1/a.jpg", "/tmp/demo-1/a.jpg"),
            ("/tmp/my demo/a.jpg", "'/tmp/my demo/a.jpg'"),
            ("it's", "'it'\\''s'"),
        ];
        for (path, expected) in cases {
            assert_eq!(shell(Path::new(path)), expected);
        }
    }
}
