//! Values as they are typed, checked before anything is done with them.

use url::Host;

/// A name for people: 1–100 printable characters, no blank at either end.
pub(super) fn account_name(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("a name has at least one character that shows".to_owned());
    }
    if text.chars().count() > 100 {
        return Err("a name has at most 100 characters".to_owned());
    }
    let shows = |c: char| c == ' ' || !(c.is_control() || c.is_whitespace());
    if text.trim() != text || !text.chars().all(shows) {
        return Err(
            "a name is one line of printable characters, without blanks around it".to_owned(),
        );
    }
    Ok(text.to_owned())
}

/// A host name or an IPv4 address, as it is written in an address: lower case, in ASCII.
pub(super) fn host_name(text: &str) -> Result<String, String> {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    match Host::parse(text.strip_suffix('.').unwrap_or(text)) {
        Ok(Host::Ipv4(address)) => Ok(address.to_string()),
        Ok(Host::Domain(name)) if name.len() <= 253 && name.split('.').all(label) => Ok(name),
        _ => Err(
            "not a host name; write it like hooks.example.com: no scheme, port or path".to_owned(),
        ),
    }
}

/// A customer id: it travels in a header.
pub(super) fn customer_id(text: &str) -> Result<String, String> {
    let is_one =
        (1..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_one {
        Ok(text.to_owned())
    } else {
        Err("a customer id has 1 to 100 letters, digits and signs, and no blanks".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_line_that_shows() {
        let long = "ä".repeat(100);
        for good in ["acme", "Acme Inc. – Zürich", long.as_str()] {
            assert_eq!(account_name(good).as_deref(), Ok(good));
        }
        let longer = "a".repeat(101);
        for bad in [
            "",
            " ",
            "\t",
            " acme",
            "a\nb",
            "a\u{7}b",
            "a\u{2028}b",
            longer.as_str(),
        ] {
            assert!(account_name(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn host_names_are_taken_as_addresses_have_them() {
        let good = [
            ("example.com", "example.com"),
            ("Hooks.Example.com.", "hooks.example.com"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("receiver", "receiver"),
            ("10.1.2.3", "10.1.2.3"),
        ];
        for (typed, expected) in good {
            assert_eq!(host_name(typed).as_deref(), Ok(expected));
        }
        let bad = [
            "",
            ".",
            "https://example.com",
            "example.com/hooks",
            "example.com:8443",
            "me@example.com",
            "*.example.com",
            ".example.com",
            "a..b",
            "-a.example",
            "two words",
            "[::1]",
        ];
        for typed in bad {
            assert!(host_name(typed).is_err(), "{typed:?}");
        }
    }
}
