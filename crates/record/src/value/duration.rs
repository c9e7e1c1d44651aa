//! Durations in whole seconds, and the time a piece of work takes.

use std::fmt;

use crate::complaint::Complaints;
use crate::node::{Node, Value, shorten};
use crate::shape::Shape;

const HOW: &str =
    "a duration with its unit: `90s`, `15m`, `4h`, `3d`, `1h30m` or ISO 8601 (`PT4H`)";
const UNITS: [(&str, i64); 6] = [
    ("y", 31_536_000),
    ("w", 604_800),
    ("d", 86_400),
    ("h", 3_600),
    ("m", 60),
    ("s", 1),
];
/// A thousand years: longer is a slip of the pen, and sums of a million such stay in range.
const MAX_SECONDS: i64 = 1_000 * 31_536_000;

/// A length of time in whole seconds, zero or more. A day is 24 hours, a year 365 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(pub i64);

impl Duration {
    /// Reads `1h30m` or `PT1H30M`. A fraction of a second is refused, as is a bare number.
    pub fn parse(text: &str) -> Result<Duration, String> {
        let seconds = if text.starts_with('P') {
            parse_iso(text)
        } else {
            parse_units(text)
        };
        match seconds {
            Some(seconds) if seconds <= MAX_SECONDS => Ok(Duration(seconds)),
            Some(_) => Err(format!(
                "`{}` is longer than a thousand years",
                shorten(text)
            )),
            None => Err(format!("`{}` is not {HOW}", shorten(text))),
        }
    }
}

fn parse_units(text: &str) -> Option<i64> {
    let (mut rest, mut total, mut next) = (text, 0i64, 0);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        if digits == 0 {
            return None;
        }
        // Only digits: what does not fit is too long, not misspelt.
        let count: i64 = rest[..digits].parse().unwrap_or(i64::MAX);
        rest = &rest[digits..];
        // Units go from great to small, each at most once, so that `30m1h` cannot slip in.
        let at = next
            + UNITS[next..]
                .iter()
                .position(|(unit, _)| rest.starts_with(unit))?;
        let (unit, seconds) = UNITS[at];
        rest = &rest[unit.len()..];
        next = at + 1;
        total = total.saturating_add(count.saturating_mul(seconds));
    }
    (next > 0).then_some(total)
}

fn parse_iso(text: &str) -> Option<i64> {
    let (days, hours) = text[1..].split_once('T').unwrap_or((&text[1..], ""));
    if days.is_empty() && hours.is_empty() {
        return None;
    }
    let clean = |part: &str| {
        part.chars()
            .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    };
    if !clean(days) || !clean(hours) || days.contains('M') {
        return None;
    }
    let part = |part: &str| match part {
        "" => Some(0),
        part => parse_units(&part.to_ascii_lowercase()),
    };
    Some(part(days)?.saturating_add(part(hours)?))
}

impl fmt::Display for Duration {
    /// The shortest exact form: `1h30m`, `3d`, `0s`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        if rest < 0 {
            out.write_str("-")?;
            rest = -rest;
        }
        if rest == 0 {
            return out.write_str("0s");
        }
        for (unit, seconds) in &UNITS[2..] {
            if rest / seconds > 0 {
                write!(out, "{}{unit}", rest / seconds)?;
            }
            rest %= seconds;
        }
        Ok(())
    }
}

impl Shape for Duration {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Duration> {
        let text = complaints.scalar(node, HOW)?;
        match Duration::parse(text) {
            Ok(duration) => Some(duration),
            Err(why) => {
                complaints.add(node.at, why);
                None
            }
        }
    }

    fn write(&self) -> Node {
        Node::text(self.to_string())
    }

    fn schema() -> Node {
        let pattern = "^([0-9]+[ywdhms])+$|^P[0-9A-Z]+$";
        Node::map([
            ("type", Node::text("string")),
            ("pattern", Node::text(pattern)),
        ])
    }
}

/// How long a piece of work takes: one figure, or best, likely and worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One figure.
    Fixed(Duration),
    /// A three-point estimate, in order.
    ThreePoint {
        /// The best case.
        best: Duration,
        /// The likely case.
        likely: Duration,
        /// The worst case.
        worst: Duration,
    },
}

crate::fields! {
    /// The three points as they stand in a file.
    pub struct ThreePoint {
        /// The best case.
        best: Duration,
        /// The likely case.
        likely: Duration,
        /// The worst case.
        worst: Duration,
    }
}

impl Shape for Takes {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Takes> {
        if !matches!(node.value, Value::Map(_)) {
            return Duration::read(node, complaints).map(Takes::Fixed);
        }
        let ThreePoint {
            best,
            likely,
            worst,
        } = ThreePoint::read(node, complaints)?;
        if best <= likely && likely <= worst {
            return Some(Takes::ThreePoint {
                best,
                likely,
                worst,
            });
        }
        complaints.add(
            node.at,
            "a three-point time goes from best over likely to worst",
        );
        None
    }

    fn write(&self) -> Node {
        match *self {
            Takes::Fixed(duration) => duration.write(),
            Takes::ThreePoint {
                best,
                likely,
                worst,
            } => ThreePoint {
                best,
                likely,
                worst,
            }
            .write(),
        }
    }

    fn schema() -> Node {
        Node::map([(
            "anyOf",
            Node::list([Duration::schema(), ThreePoint::schema()]),
        )])
    }
}
