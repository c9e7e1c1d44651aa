//! Words, marks and links that the pages of the estate share.

use continuity::requirements::bond::Tie;
use continuity::requirements::recovery_points::Point;
use continuity::requirements::recovery_targets::Verdict;
use maud::{Markup, html};
use record::initiation::policy::{Rule, Severity};
use record::kinds::Registers;
use record::link::{PARTIES, split};

use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::when::span;

/// A word with its shape and colour.
pub fn state(mark: Mark, word: &str) -> Markup {
    html! { span.state.(mark.class()) { (word) } }
}

/// A verdict as one says it.
pub fn verdict(verdict: Verdict) -> Markup {
    let (mark, word) = verdict_word(verdict);
    state(mark, word)
}

/// The mark and the word of a verdict.
pub fn verdict_word(verdict: Verdict) -> (Mark, &'static str) {
    match verdict {
        Verdict::Meets => (Mark::Good, "in time"),
        Verdict::Misses => (Mark::Bad, "too late"),
        Verdict::Unknown => (Mark::Open, "unknown"),
        Verdict::Infeasible => (Mark::Bad, "cannot be met"),
        Verdict::NoTarget => (Mark::Open, "nothing asked"),
    }
}

/// The mark of a severity.
pub fn severity_mark(severity: Severity) -> Mark {
    match severity {
        Severity::Error | Severity::Refuse => Mark::Bad,
        Severity::Warning => Mark::Warn,
        Severity::Note => Mark::Open,
    }
}

/// A severity as shape, word and colour.
pub fn severity(severity: Severity) -> Markup {
    state(severity_mark(severity), severity.as_str())
}

/// The name of a record, by `kind/id`; the reference where no record answers to it.
pub fn name(registers: &Registers, reference: &str) -> String {
    if let Some(rule) = rule(registers, reference) {
        return rule.says.clone().unwrap_or_else(|| rule.id.clone());
    }
    let (kind, id) = split(reference);
    let found = kind.and_then(|kind| registers.envelope(kind, id));
    let named = found.and_then(|(envelope, ..)| envelope.name.clone());
    named.unwrap_or_else(|| match found {
        Some(_) => id.to_owned(),
        None => reference.to_owned(),
    })
}

/// The rule that `policy/id#rule` names.
fn rule<'r>(registers: &'r Registers, reference: &str) -> Option<&'r Rule> {
    let (policy, rule) = reference.split_once('#')?;
    let policy = registers.policies.get(split(policy).1)?;
    policy.own.rules.iter().find(|known| known.id == rule)
}

/// A link to a record by its name; plain words where no record answers.
pub fn named(registers: &Registers, reference: &str) -> Markup {
    if rule(registers, reference).is_some() {
        return link::record(reference, &name(registers, reference));
    }
    let (kind, id) = split(reference);
    match kind.is_some_and(|kind| registers.has(kind, id)) {
        true => link::record(reference, &name(registers, reference)),
        false => html! { code { (reference) } },
    }
}

/// The record that a party's name leads to: a role, a team, a person or a body.
pub fn party(registers: &Registers, text: &str) -> Option<String> {
    let (kind, id) = split(text);
    let mut fits = PARTIES.iter().filter(|of| kind.is_none_or(|it| it == **of));
    let kind = fits.find(|of| registers.has(of, id))?;
    Some(format!("{kind}/{id}"))
}

/// The kind of a reference, as a word.
pub fn kind(reference: &str) -> &str {
    split(reference).0.unwrap_or_default()
}

/// How one item needs another, said in full: `stops without 2 of 3`.
pub fn tie(tie: Tie, needed: u32, of: u32, remains: Option<u32>) -> String {
    let mut words = tie.words().to_owned();
    if let Some(remains) = remains {
        words = format!("goes on at {} without", percent(remains));
    }
    if of > 1 {
        words.push_str(&format!(" {needed} of these {of}"));
    }
    words
}

/// Hundredths of a percent.
pub fn percent(hundredths: u32) -> String {
    match hundredths % 100 {
        0 => format!("{} %", hundredths / 100),
        _ => format!("{:.2} %", f64::from(hundredths) / 100.0),
    }
}

/// How much data would be lost.
pub fn point(point: Point) -> String {
    match point {
        Point::Seconds(0) => "nothing".into(),
        Point::Seconds(seconds) => format!("the last {}", span(seconds)),
        Point::Unknown => "unknown".into(),
        Point::None => "all of it".into(),
    }
}

/// A count with its noun.
pub fn count(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
