//! `[limits]`: how much of the shared resources one caller may use.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde::Deserialize;
use web::Limits;

use super::layers::Layers;

/// The minimum with which the parser of request heads works.
const LEAST_HEAD_KIB: u32 = 8;

const KIB: usize = 1024;
const MIB: usize = 1024 * 1024;

/// The section as it was written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLimits {
    max_connections: u32,
    connections_per_peer: u32,
    max_head_kib: u32,
    head_seconds: u32,
    wait_seconds: u32,
    body_grace_seconds: u32,
    body_kib_a_second: u32,
    drain_mib: u32,
    drain_seconds: u32,
    write_seconds: u32,
    max_answers_mib: u32,
    max_streams: u32,
    max_waits: u32,
    link_requests: u32,
    link_streams: u32,
    account_percent: u32,
    stranger_percent: u32,
    wrong_keys_per_minute: u32,
}

impl RawLimits {
    /// Parses the section, or returns the first number that is out of range.
    pub(super) fn limits(self, layers: &Layers) -> Result<Limits> {
        let between = |key: &str, number: u32, least: u32, most: u32| {
            let key = format!("limits.{key}");
            let origin = layers.origin(&key);
            ensure!(
                number >= least,
                "{key} ({origin}): must be at least {least}"
            );
            ensure!(number <= most, "{key} ({origin}): must be at most {most}");
            Ok(number)
        };
        let some = |key: &str, number: u32| between(key, number, 1, u32::MAX);
        let count = |key: &str, number: u32| some(key, number).map(|number| number as usize);
        let percent =
            |key: &str, number: u32| between(key, number, 1, 100).map(|number| number as usize);
        let seconds = |key: &str, number: u32| {
            some(key, number).map(|number| Duration::from_secs(number.into()))
        };
        let head = between("max_head_kib", self.max_head_kib, LEAST_HEAD_KIB, 1024)?;
        let rate = between("body_kib_a_second", self.body_kib_a_second, 1, 1024 * 1024)?;
        Ok(Limits {
            max_connections: count("max_connections", self.max_connections)?,
            connections_per_peer: count("connections_per_peer", self.connections_per_peer)?,
            max_head: head as usize * KIB,
            head_deadline: seconds("head_seconds", self.head_seconds)?,
            patience: seconds("wait_seconds", self.wait_seconds)?,
            body_grace: seconds("body_grace_seconds", self.body_grace_seconds)?,
            body_rate: rate * 1024,
            drain: (count("drain_mib", self.drain_mib)? * MIB) as u64,
            drain_time: seconds("drain_seconds", self.drain_seconds)?,
            write_deadline: seconds("write_seconds", self.write_seconds)?,
            max_answers: count("max_answers_mib", self.max_answers_mib)? * MIB,
            max_streams: count("max_streams", self.max_streams)?,
            max_waits: count("max_waits", self.max_waits)?,
            link_requests: count("link_requests", self.link_requests)?,
            link_streams: count("link_streams", self.link_streams)?,
            account_percent: percent("account_percent", self.account_percent)?,
            stranger_percent: percent("stranger_percent", self.stranger_percent)?,
            wrong_keys_per_minute: some("wrong_keys_per_minute", self.wrong_keys_per_minute)?,
        })
    }
}
