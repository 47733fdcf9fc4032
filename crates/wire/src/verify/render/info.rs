//! `info`: the party that sent the request, as far as it is known. Unknown values are empty texts.

use verification::origin::{Agent, DeviceKind, Place};
use verification::{Origin, Personal};

use crate::verify::json::Members;

pub(super) fn info(origin: &Origin) -> Members<'_> {
    Members::new()
        .with("agent", agent(origin))
        .with("geolocation", geolocation(origin))
}

/// A tablet is neither a desktop nor a phone; it is held like a phone and counts as one.
fn agent(origin: &Origin) -> Members<'_> {
    let useragent = origin.user_agent.as_ref().map_or("", Personal::reveal);
    let kind = origin.agent.as_ref().map(|agent| agent.kind);
    let text =
        |of: fn(&Agent) -> &String| origin.agent.as_ref().map_or("", |agent| of(agent).as_str());
    Members::new()
        .with("is_desktop", kind == Some(DeviceKind::Desktop))
        .with(
            "is_phone",
            matches!(kind, Some(DeviceKind::Phone | DeviceKind::Tablet)),
        )
        .with("useragent", useragent)
        .with("device_name", text(|agent| &agent.device))
        .with("browser_name", text(|agent| &agent.browser))
        .with(
            "platform_name",
            origin.agent.as_ref().map_or(String::new(), platform),
        )
}

/// Returns the platform with its version, as in the protocol's sample: `OS X - 10_14_0`. Apple's
/// versions are written with underscores there, as in its user agents.
fn platform(agent: &Agent) -> String {
    let name = agent.platform.as_str();
    match (name, agent.platform_version.as_str()) {
        (_, "") => name.to_owned(),
        ("OS X" | "iOS", version) => format!("{name} - {}", version.replace('.', "_")),
        (_, version) => format!("{name} - {version}"),
    }
}

/// `host` and `rdns` are the address, because no name server is asked about a person.
fn geolocation(origin: &Origin) -> Members<'_> {
    let ip = origin.ip.as_ref().map_or("", Personal::reveal);
    let text =
        |of: fn(&Place) -> &String| origin.place.as_ref().map_or("", |place| of(place).as_str());
    Members::new()
        .with("host", ip)
        .with("ip", ip)
        .with("rdns", ip)
        .with("asn", text(|place| &place.asn))
        .with("isp", text(|place| &place.isp))
        .with("country_name", text(|place| &place.country_name))
        .with("country_code", text(|place| &place.country_code))
        .with("region_name", text(|place| &place.region_name))
        .with("region_code", text(|place| &place.region_code))
        .with("city", text(|place| &place.city))
        .with("postal_code", text(|place| &place.postal_code))
        .with("continent_name", text(|place| &place.continent_name))
        .with("continent_code", text(|place| &place.continent_code))
        .with("latitude", text(|place| &place.latitude))
        .with("longitude", text(|place| &place.longitude))
        .with("metro_code", text(|place| &place.metro_code))
        .with("timezone", text(|place| &place.timezone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_are_written_as_in_the_sample() {
        for (platform_name, version, expected) in [
            ("OS X", "10.14.0", "OS X - 10_14_0"),
            ("iOS", "18.0", "iOS - 18_0"),
            ("Android", "15", "Android - 15"),
            ("Linux", "", "Linux"),
            ("", "", ""),
        ] {
            let agent = Agent {
                platform: platform_name.to_owned(),
                platform_version: version.to_owned(),
                ..Agent::default()
            };
            assert_eq!(platform(&agent), expected);
        }
    }
}
