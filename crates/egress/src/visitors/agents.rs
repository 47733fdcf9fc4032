//! Parses user agents with `woothee`, whose rules are compiled in: there is no data file, and each
//! takes a few microseconds.
//!
//! It knows browsers and systems but no models and no programs. The name of the device is therefore
//! taken from the part in brackets, and that of a program from its first word.

use proofing::visitors::Agents;
use verification::origin::{Agent, DeviceKind};
use woothee::parser::{Parser, WootheeResult};

/// The answer of `woothee` if it knows nothing.
const UNKNOWN: &str = "UNKNOWN";

/// The maximum length of a name or version in characters.
const LONGEST: usize = 64;

/// Parses user agents.
#[derive(Debug, Clone, Copy, Default)]
pub struct UserAgents;

impl Agents for UserAgents {
    fn parse(&self, user_agent: &str) -> Agent {
        let parser = Parser::new();
        let Some(read) = parser.parse(user_agent) else {
            return program(user_agent);
        };
        let (platform, platform_version) = platform(&read);
        let mut agent = Agent {
            kind: kind(&read, user_agent),
            device: device(&read, user_agent),
            browser: known(read.name),
            browser_version: known(read.version),
            platform,
            platform_version,
        };
        if read.name == "HTTP Library" || agent.browser.is_empty() {
            let program = program(user_agent);
            agent.browser = program.browser;
            agent.browser_version = program.browser_version;
        }
        agent
    }
}

fn kind(read: &WootheeResult<'_>, user_agent: &str) -> DeviceKind {
    match (read.category, read.os) {
        ("smartphone", "iPad") => DeviceKind::Tablet,
        // Phones say so: no user agent of a tablet contains `Mobile`.
        ("smartphone", "Android") if !user_agent.contains("Mobile") => DeviceKind::Tablet,
        ("smartphone" | "mobilephone", _) => DeviceKind::Phone,
        ("pc", _) => DeviceKind::Desktop,
        _ => DeviceKind::Other,
    }
}

fn device(read: &WootheeResult<'_>, user_agent: &str) -> String {
    match read.os {
        "Mac OSX" => "Macintosh".to_owned(),
        "iPhone" | "iPad" | "iPod" => read.os.to_owned(),
        "Android" => model(user_agent).map_or(String::new(), known),
        _ => String::new(),
    }
}

/// Returns the model of an Android device: `(Linux; Android 15; Pixel 9 Build/AP4A.250105.002)`.
/// Browsers that reveal nothing say `K`.
fn model(user_agent: &str) -> Option<&str> {
    let (_, rest) = user_agent.split_once("; Android ")?;
    let (within, _) = rest.split_once(')')?;
    let model = within
        .split(';')
        .skip(1)
        .map(str::trim)
        // Old ones name a language, WebViews say `wv`, Firefox says `Mobile` and its version.
        .find(|part| {
            let is_language = part.len() == 5 && part.as_bytes().get(2) == Some(&b'-');
            !is_language && !matches!(*part, "wv" | "Mobile" | "Tablet") && !part.starts_with("rv:")
        })?;
    let model = model.split(" Build/").next().unwrap_or(model).trim();
    (model != "K").then_some(model)
}

/// Returns the platform and its version with full stops.
fn platform(read: &WootheeResult<'_>) -> (String, String) {
    let version = known(&read.os_version);
    let name = match read.os {
        "Mac OSX" => "OS X",
        "iPhone" | "iPad" | "iPod" => "iOS",
        "Windows UNKNOWN Ver" => "Windows",
        windows if windows.starts_with("Windows ") && windows != "Windows Phone OS" => "Windows",
        other => other,
    };
    let version = version.strip_prefix("NT ").unwrap_or(&version);
    (known(name), version.replace('_', "."))
}

/// Returns the name of a program: `PostmanRuntime/7.43.0`.
fn program(user_agent: &str) -> Agent {
    let first = user_agent.split_whitespace().next().unwrap_or_default();
    let (name, version) = first.split_once('/').unwrap_or((first, ""));
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name == "Mozilla" || !name.chars().all(is_name) {
        return Agent::default();
    }
    Agent {
        browser: known(name),
        browser_version: known(version),
        ..Agent::default()
    }
}

fn known(text: &str) -> String {
    if text == UNKNOWN || text == "-" {
        return String::new();
    }
    let printable = text.chars().filter(|c| !c.is_control());
    printable.take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn user_agents_are_understood() {
        use DeviceKind::{Desktop, Other, Phone, Tablet};
        for (user_agent, kind, expected) in [
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/75.0.3770.100 Safari/537.36",
                Desktop,
                "Macintosh|Chrome|75.0.3770.100|OS X|10.14.0",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
                Desktop,
                "|Firefox|140.0|Windows|10.0",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.3485.54",
                Desktop,
                "|Edge|140.0.3485.54|Windows|10.0",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                Desktop,
                "|Firefox|140.0|Linux|",
            ),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                Desktop,
                "|Chrome|140.0.0.0|ChromeOS|x86.64 14541.0.0",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                Phone,
                "iPhone|Safari|18.0|iOS|18.0",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                Tablet,
                "iPad|Safari|17.5|iOS|17.5",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP4A.250105.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36",
                Phone,
                "Pixel 9|Webview|4.0|Android|15",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                Phone,
                "|Chrome|140.0.0.0|Android|10",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Safari/537.36",
                Tablet,
                "SM-X710|SamsungBrowser|25.0|Android|14",
            ),
            ("PostmanRuntime/7.43.0", Other, "|PostmanRuntime|7.43.0||"),
            ("curl/8.5.0", Other, "|curl|8.5.0||"),
            ("python-requests/2.32.3", Other, "|python-requests|2.32.3||"),
            ("Mozilla/5.0", Other, "||||"),
            ("<script>/1", Other, "||||"),
            ("", Other, "||||"),
        ] {
            let agent = UserAgents.parse(user_agent);
            let shown = [
                agent.device,
                agent.browser,
                agent.browser_version,
                agent.platform,
                agent.platform_version,
            ];
            assert_eq!(
                (agent.kind, shown.join("|").as_str()),
                (kind, expected),
                "{user_agent}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered_shortly(
            start in "(Mozilla/5.0 \\((iPhone; CPU iPhone OS |Linux; Android |Windows NT |X11; CrOS |Macintosh; Intel Mac OS X ))?",
            rest in "\\PC{0,120}",
            end in "( (Chrome|Edg|Version|SamsungBrowser|FxiOS|OPR|Trident|DoCoMo|KDDI-)[/ ].{0,9})?",
        ) {
            let agent = UserAgents.parse(&format!("{start}{rest}{end}"));
            for text in [agent.device, agent.browser, agent.browser_version, agent.platform, agent.platform_version] {
                prop_assert!(text.chars().count() <= LONGEST);
            }
        }
    }
}
