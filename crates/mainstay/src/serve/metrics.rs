//! Figures for a monitoring system, in the text form of OpenMetrics. They count; they name no
//! person, no record and no address.

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

/// A request as it is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Request {
    /// The route as it stands in the table, or `other`.
    pub route: String,
    /// The method.
    pub method: String,
    /// The status.
    pub status: u16,
}

/// A route, for times.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Route {
    /// The route as it stands in the table, or `other`.
    pub route: String,
}

/// Why something was refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Why {
    /// A code.
    pub code: String,
}

/// Every figure.
pub struct Metrics {
    registry: Registry,
    /// Requests answered.
    pub requests: Family<Request, Counter>,
    /// How long an answer took, in seconds.
    pub request_seconds: Family<Route, Histogram, fn() -> Histogram>,
    /// Commands that were carried out.
    pub commands: Counter,
    /// Commands that were refused.
    pub refusals: Family<Why, Counter>,
    /// Entries that one append held.
    pub append_entries: Histogram,
    /// How long a command took until it was kept, in seconds.
    pub command_seconds: Histogram,
    /// The last entry.
    pub head: Gauge,
    /// Entries against their limit, from 0 to 1.
    pub entries_share: Gauge<f64, AtomicU64>,
    /// Memory of the present against its limit, from 0 to 1.
    pub state_share: Gauge<f64, AtomicU64>,
    /// Sessions that stand.
    pub sessions: Gauge,
    /// Streams that stand.
    pub streams: Gauge,
    /// Connections that stand.
    pub connections: Gauge,
    /// Sign-ins that succeeded, by how.
    pub sign_ins: Family<Why, Counter>,
    /// Sign-ins that failed, by why.
    pub sign_in_failures: Family<Why, Counter>,
    /// Recovery codes that were used: each is an alarm.
    pub recovery_codes_used: Counter,
    /// Seconds since the last backup; -1 when there was none.
    pub backup_age: Gauge,
    /// Seconds since the last rehearsed restore; -1 when there was none.
    pub rehearsal_age: Gauge,
    /// Seconds since a checkpoint was last taken elsewhere; -1 when none was.
    pub delivery_age: Gauge,
    /// 1 while the journal answers.
    pub journal_up: Gauge,
}

impl Metrics {
    /// All at zero.
    pub fn new() -> Metrics {
        let times = || Histogram::new(exponential_buckets(0.000_5, 2.0, 16));
        let mut metrics = Metrics {
            registry: Registry::with_prefix("mainstay"),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(times),
            commands: Counter::default(),
            refusals: Family::default(),
            append_entries: Histogram::new(exponential_buckets(1.0, 2.0, 10)),
            command_seconds: times(),
            head: Gauge::default(),
            entries_share: Gauge::default(),
            state_share: Gauge::default(),
            sessions: Gauge::default(),
            streams: Gauge::default(),
            connections: Gauge::default(),
            sign_ins: Family::default(),
            sign_in_failures: Family::default(),
            recovery_codes_used: Counter::default(),
            backup_age: Gauge::default(),
            rehearsal_age: Gauge::default(),
            delivery_age: Gauge::default(),
            journal_up: Gauge::default(),
        };
        metrics.backup_age.set(-1);
        metrics.rehearsal_age.set(-1);
        metrics.delivery_age.set(-1);
        metrics.register();
        metrics
    }

    /// Counts a command that was refused.
    pub fn refused(&self, code: &str) {
        self.refusals
            .get_or_create(&Why { code: code.into() })
            .inc();
    }

    /// All figures as text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let written = prometheus_client::encoding::text::encode(&mut out, &self.registry);
        written.expect("writing into a string does not fail");
        out
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("requests", "Requests answered", self.requests.clone());
        let times = self.request_seconds.clone();
        registry.register("request_seconds", "How long an answer took", times);
        registry.register("commands", "Commands carried out", self.commands.clone());
        registry.register(
            "refusals",
            "Commands refused, by code",
            self.refusals.clone(),
        );
        let (entries, times) = (self.append_entries.clone(), self.command_seconds.clone());
        registry.register("append_entries", "Entries that one append held", entries);
        registry.register("command_seconds", "Until a command was kept", times);
        registry.register("head", "The last entry of the journal", self.head.clone());
        let share = self.entries_share.clone();
        registry.register("entries_share", "Entries against their limit", share);
        let share = self.state_share.clone();
        registry.register(
            "state_share",
            "The present in memory against its limit",
            share,
        );
        registry.register("sessions", "Sessions that stand", self.sessions.clone());
        registry.register("streams", "Event streams that stand", self.streams.clone());
        registry.register(
            "connections",
            "Connections that stand",
            self.connections.clone(),
        );
        registry.register("sign_ins", "Sign-ins that succeeded", self.sign_ins.clone());
        let failures = self.sign_in_failures.clone();
        registry.register("sign_in_failures", "Sign-ins that failed", failures);
        let codes = self.recovery_codes_used.clone();
        registry.register(
            "recovery_codes_used",
            "Recovery codes used: each an alarm",
            codes,
        );
        let age = self.backup_age.clone();
        registry.register(
            "backup_age_seconds",
            "Since the last backup; -1 for none",
            age,
        );
        let age = self.rehearsal_age.clone();
        registry.register(
            "rehearsal_age_seconds",
            "Since the last rehearsed restore",
            age,
        );
        let age = self.delivery_age.clone();
        registry.register(
            "checkpoint_delivery_age_seconds",
            "Since a checkpoint was last taken elsewhere; -1 for none",
            age,
        );
        registry.register(
            "journal_up",
            "1 while the journal answers",
            self.journal_up.clone(),
        );
    }
}

#[cfg(test)]
mod tests;
