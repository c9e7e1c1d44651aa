//! What a cell says: words for "nothing", times and shares as people write them. A number without
//! a unit stays a fault; nothing is guessed.

use record::node::{Node, shorten};
use record::value::Duration;

use super::form::Form;
use crate::read::json;

/// A unit that a heading names for bare numbers below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Of time, in seconds.
    Seconds(i64),
    /// A share in percent.
    Percent,
}

/// Words by which people say that they do not know, or that nothing is there.
const NOTHING: &[&str] = &[
    "na",
    "n/a",
    "n.a.",
    "#n/a",
    "-",
    "--",
    "–",
    "—",
    "tbd",
    "tba",
    "tbc",
    "unknown",
    "none",
    "nil",
    "null",
    "?",
    "??",
    "not applicable",
    "not known",
    "not set",
    "to be defined",
    "to be determined",
    "to be confirmed",
    "t.b.d.",
];

/// Most values of a tree in one cell.
const CELL_NODES_MAX: usize = 10_000;

/// The text of a cell without what an export of ours put before it to keep it a text.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if crate::document::table::is_risky(rest) || rest.starts_with('\'') => rest,
        _ => cell.trim(),
    }
}

/// Whether a cell only says that it says nothing.
pub fn says_nothing(cell: &str) -> bool {
    cell.len() <= 20 && NOTHING.contains(&cell.to_lowercase().as_str())
}

/// What a cell of a form came to.
pub enum Said {
    /// A value.
    Value(Node),
    /// A fault and how to mend it.
    Wrong(String),
}

/// Reads a cell that is not empty, of any form but a reference or a list.
pub fn read(text: &str, form: &Form, unit: Option<Unit>, heading: &str) -> Said {
    if let Some(node) = quoted(text) {
        return Said::Value(node);
    }
    match form {
        Form::Duration => match duration(text, unit) {
            Some(duration) => Said::Value(Node::text(duration.to_string())),
            None if is_number(text) => Said::Wrong(format!(
                "`{0}` has no unit; write `{0}h` (or `m`, `d`) or name the unit in the heading: \
                 `{1} (h)`",
                shorten(text),
                shorten(heading)
            )),
            None => Said::Value(Node::text(text)),
        },
        Form::Percent => percent(text, unit),
        Form::Truth => match text.to_lowercase().as_str() {
            "true" | "yes" | "y" | "x" | "✓" => Said::Value(Node::bare("true")),
            "false" | "no" | "n" => Said::Value(Node::bare("false")),
            _ => Said::Value(Node::text(text)),
        },
        Form::Whole => Said::Value(Form::Whole.scalar(&whole(text))),
        Form::Words => Said::Value(Node::text(text.to_lowercase().replace([' ', '_'], "-"))),
        form => Said::Value(form.scalar(text)),
    }
}

/// A text that an export put in quotes so that it cannot be mistaken.
fn quoted(text: &str) -> Option<Node> {
    if !text.starts_with('"') {
        return None;
    }
    json::read(text, 1, 1)
        .ok()
        .map(|node| Node::text(node.as_text().unwrap_or_default()))
}

/// A tree in JSON, where the cell holds one.
pub fn tree(text: &str) -> Option<Node> {
    let opens = text.starts_with(['{', '[', '"']);
    opens.then(|| json::read(text, 1, CELL_NODES_MAX).ok())?
}

fn is_number(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ');
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(digit)
}

fn percent(text: &str, unit: Option<Unit>) -> Said {
    if is_number(text) && unit == Some(Unit::Percent) {
        return Said::Value(Node::text(format!("{text}%")));
    }
    if is_number(text) {
        return Said::Wrong(format!(
            "`{0}` has no unit; write `{0}%`, if that is what it means",
            shorten(text)
        ));
    }
    Said::Value(Node::text(text.replace(' ', "")))
}

/// `2,500` and `2 500` as 2500; everything else as it stands.
fn whole(text: &str) -> String {
    let groups: Vec<&str> = text.split([',', ' ', '\u{a0}', '\u{202f}']).collect();
    let (first, rest) = groups.split_first().map_or(("", &[][..]), |(f, r)| (*f, r));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = digits(first)
        && first.len() <= 3
        && !rest.is_empty()
        && rest.iter().all(|part| part.len() == 3 && digits(part));
    if grouped {
        groups.concat()
    } else {
        text.into()
    }
}

/// The tier in `1`, `Tier 1`, `T1`, `1 - critical`.
pub fn tier(text: &str) -> Option<&str> {
    let lower = text.trim_start_matches(|c: char| c.is_ascii_alphabetic() || " -_".contains(c));
    let word = text[..text.len() - lower.len()].trim_end_matches([' ', '-', '_']);
    if !["", "t", "tier", "level", "p", "class"].contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let end = lower
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(lower.len());
    let (number, rest) = lower.split_at(end);
    let apart = rest.is_empty() || rest.starts_with([' ', '-', ':', '(']);
    (!number.is_empty() && number.len() < 6 && apart).then_some(number)
}

/// The unit at the end of a heading, and the heading without it: `RTO (h)`, `RTO in hours`.
pub fn split_unit(title: &str) -> (String, Option<Unit>) {
    let title = title.trim().trim_end_matches(['*', ':', ' ']);
    let open = title.rfind(['(', '[']);
    if let Some(open) = open.filter(|_| title.ends_with([')', ']'])) {
        let inner = title[open + 1..title.len() - 1].trim();
        if let Some(unit) = unit(inner.strip_prefix("in ").unwrap_or(inner)) {
            return (title[..open].trim().into(), Some(unit));
        }
    }
    let words: Vec<&str> = title
        .split([' ', '_'])
        .filter(|word| !word.is_empty())
        .collect();
    if let [head @ .., last] = words.as_slice()
        && let Some(unit) = unit(last).filter(|_| !head.is_empty() && last.len() > 1)
        && !head.last().is_some_and(|word| is_number(word))
    {
        let head = match head {
            [head @ .., joining] if joining.eq_ignore_ascii_case("in") => head,
            head => head,
        };
        return (head.join(" "), Some(unit));
    }
    (title.into(), None)
}

fn unit(word: &str) -> Option<Unit> {
    let word = word.trim_end_matches('.').to_lowercase();
    let seconds = match word.as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "wk" | "week" | "weeks" => 604_800,
        "%" | "percent" => return Some(Unit::Percent),
        _ => return None,
    };
    Some(Unit::Seconds(seconds))
}

/// A time as people write it: `4h`, `4 hours`, `1 day 6 hrs`, `1.5h`, `PT4H`; a bare number only
/// with a unit from the heading.
pub fn duration(text: &str, bare: Option<Unit>) -> Option<Duration> {
    if text.len() > 60 {
        return None;
    }
    if let Ok(duration) = Duration::parse(text) {
        return Some(duration);
    }
    let spread = spread(text);
    let mut words = spread
        .split_whitespace()
        .filter(|word| !["and", ","].contains(word));
    let (mut total, mut last) = (0i64, i64::MAX);
    while let Some(number) = words.next() {
        let seconds = match (words.next(), bare) {
            (Some(word), _) => match unit(word)? {
                Unit::Seconds(seconds) => seconds,
                Unit::Percent => return None,
            },
            (None, Some(Unit::Seconds(seconds))) if last == i64::MAX => seconds,
            (None, _) => return None,
        };
        if seconds >= last {
            return None;
        }
        last = seconds;
        total = total.checked_add(times(number, seconds)?)?;
    }
    // Through the record's own reader, so that its limit holds.
    let text = format!("{total}s");
    (last < i64::MAX).then(|| Duration::parse(&text).ok())?
}

/// Numbers and words apart: `4hrs` as `4 hrs`.
fn spread(text: &str) -> String {
    let mut out = String::new();
    let mut was_number = None;
    for c in text.chars() {
        let number = c.is_ascii_digit() || c == '.';
        if was_number.is_some_and(|was| was != number) && (number || c.is_alphabetic()) {
            out.push(' ');
        }
        was_number = Some(number);
        out.push(c);
    }
    out
}

/// A decimal number of a unit, where that is a whole number of seconds.
fn times(number: &str, seconds: i64) -> Option<i64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || fraction.len() > 6 || !digits(whole) {
        return None;
    }
    if !digits(fraction) || (number.contains('.') && fraction.is_empty()) {
        return None;
    }
    let scale = 10i64.pow(fraction.len() as u32);
    let parts = format!("{whole}{fraction}").parse::<i64>().ok()?;
    let product = parts.checked_mul(seconds)?;
    (product % scale == 0).then_some(product / scale)
}
