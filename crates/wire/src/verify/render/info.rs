//! `info`: who asked, as far as the connection tells. What is not known is an empty text.

use verification::{Origin, Personal};

use crate::verify::json::Members;

/// The keys of `geolocation` that only a database of addresses could fill.
const UNKNOWN_PLACE: &[&str] = &[
    "asn",
    "isp",
    "country_name",
    "country_code",
    "region_name",
    "region_code",
    "city",
    "postal_code",
    "continent_name",
    "continent_code",
    "latitude",
    "longitude",
    "metro_code",
    "timezone",
];

pub(super) fn info(origin: &Origin) -> Members<'_> {
    let useragent = origin.user_agent.as_ref().map_or("", Personal::reveal);
    let device = Device::of(useragent);
    let agent = Members::new()
        .with("is_desktop", device == Device::Desktop)
        .with("is_phone", device == Device::Phone)
        .with("useragent", useragent)
        .with("device_name", "")
        .with("browser_name", "")
        .with("platform_name", "");
    let ip = origin.ip.as_ref().map_or("", Personal::reveal);
    let mut geolocation = Members::new()
        .with("host", ip)
        .with("ip", ip)
        .with("rdns", ip);
    for key in UNKNOWN_PLACE {
        geolocation.set(*key, "");
    }
    Members::new()
        .with("agent", agent)
        .with("geolocation", geolocation)
}

/// What a user agent says of its device.
///
/// A rule of thumb that is meant to stay simple: mobile systems say so, desktop systems have names,
/// and what is neither (a program that calls the API) is neither. Tablets count as phones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Device {
    Phone,
    Desktop,
    Neither,
}

impl Device {
    fn of(useragent: &str) -> Self {
        let has = |words: &[&str]| words.iter().any(|word| useragent.contains(word));
        if has(&["Mobi", "Android", "iPhone", "iPad"]) {
            Self::Phone
        } else if has(&["Windows NT", "Macintosh", "X11", "CrOS"]) {
            Self::Desktop
        } else {
            Self::Neither
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Device;

    #[test]
    fn user_agents_tell_phones_from_desktops() {
        let cases = [
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_0) Chrome/75.0",
                Device::Desktop,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/140.0",
                Device::Desktop,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
                Device::Desktop,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148",
                Device::Phone,
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile",
                Device::Phone,
            ),
            ("PostmanRuntime/7.43", Device::Neither),
            ("", Device::Neither),
        ];
        for (useragent, expected) in cases {
            assert_eq!(Device::of(useragent), expected, "{useragent}");
        }
    }
}
