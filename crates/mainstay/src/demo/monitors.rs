//! What monitors said in a demonstration before anyone looks, as text in our own format: an array
//! that fills up, a replica that lags more each week, backups that were made, changes and what came
//! of them. Days count back from the day on which it is shown.

use jiff::{SignedDuration, Timestamp};

/// The weeks that the readings go back.
pub const WEEKS: i64 = 6;

/// The day so many days after an instant; before it where that is negative.
fn day(now: Timestamp, days: i64) -> String {
    let at = now + SignedDuration::from_hours(24 * days);
    at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// What is read so many weeks before now.
pub fn readings(now: Timestamp, weeks: i64) -> String {
    let heard = now - SignedDuration::from_hours(24 * 7 * weeks);
    let newest = heard - SignedDuration::from_mins(95);
    // Two percent a week, a little less in the third; the lag grows faster of late.
    let used = [87, 85, 83, 80, 79, 77, 75][weeks.clamp(0, WEEKS) as usize];
    let lag = [160, 131, 118, 90, 77, 52, 41][weeks.clamp(0, WEEKS) as usize];
    format!(
        "kind: signal
id: room-rst1-san-1
name: Room on disk array 1
of: component/rst1-san-1
feed: storage monitor
heard: {heard}
used: {used}%
---
kind: signal
id: lag-card-payments
name: Replica of the card payments
of: dataset/card-payments
feed: database monitor
heard: {heard}
copy-at: site/lub1
lag: {lag}s
---
kind: signal
id: backup-warehouse
name: Backup of the warehouse
of: dataset/warehouse
feed: backup server
heard: {heard}
copy-at: site/lub1
newest-point: {newest}
"
    )
}

/// Changes of the last months with what came of them, and the next ones.
pub fn changes(now: Timestamp) -> String {
    let mut all = String::new();
    let past: [(&str, i64, &str); 12] = [
        ("rst1-fw-1", 88, "failed"),
        ("rst1-tor-6", 81, "succeeded"),
        ("ledger-db-rst", 77, "succeeded"),
        ("rst1-fw-1", 66, "backed-out"),
        ("k8s-rst", 60, "succeeded"),
        ("rst1-backup-store", 52, "succeeded"),
        ("rst1-fw-1", 45, "failed"),
        ("k8s-lub", 38, "succeeded"),
        ("rst1-san-2", 31, "succeeded"),
        ("iam", 24, "succeeded"),
        ("rst1-fw-1", 17, "succeeded"),
        ("k8s-rst", 10, "succeeded"),
    ];
    for (index, (item, days, result)) in past.iter().enumerate() {
        let (number, made) = (index + 1, day(now, -days));
        all.push_str(&format!(
            "kind: change
id: past-{number}
name: Change {number} of {item}
touches: [component/{item}]
from: {made}
until: {made}
assessed-by: role/head-of-it
material: false
result: {result}
---
"
        ));
    }
    let next = day(now, 12);
    all.push_str(&format!(
        "kind: change
id: firewall-rules
name: New rules for the firewalls in Rostock
touches: [component/rst1-fw-1]
from: {next}
until: {next}
assessed-by: role/head-of-it
material: false
"
    ));
    all
}

/// The day on which someone leaves.
pub fn last_day(now: Timestamp) -> jiff::civil::Date {
    let at = now + SignedDuration::from_hours(24 * 54);
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}
