//! Answers in words: each field with the name that people give it, under its question.

use std::collections::BTreeMap;

use continuity::requirements::questionnaire::change::Change;
use continuity::requirements::questionnaire::{Answers, Topic};
use maud::{Markup, html};
use record::kinds::Registers;
use record::value::Duration;

use super::grid::Grid;
use crate::web::{link, when};

/// The words in which values are said: those of the scale, and the times each impact judges.
pub struct Words {
    grid: Grid,
    times: Times,
    before: Times,
}

/// The times that each impact judges, by its reference.
type Times = BTreeMap<String, Vec<Duration>>;

impl Words {
    /// The words for some answers, and for those of last time.
    pub fn of(registers: &Registers, answers: &Answers, before: Option<&Answers>) -> Words {
        let times = |answers: &Answers| -> Times {
            let all = answers.impacts();
            all.map(|it| (it.reference(), it.own.after.clone()))
                .collect()
        };
        Words {
            grid: Grid::of(registers, answers),
            times: times(answers),
            before: before.map(times).unwrap_or_default(),
        }
    }

    /// Whether several impacts are spoken of: then each change says of which.
    fn several(&self) -> bool {
        self.times.len().max(self.before.len()) > 1
    }

    /// A value of the latest answers in words.
    pub fn value(&self, record: &str, field: &str, value: &str) -> Markup {
        self.said(field, value, at(&self.times, record), None)
    }

    /// A value of last time, and one of now; where both are lists at the same times, only what
    /// differs is said.
    fn both(&self, change: &Change) -> (Markup, Markup) {
        let (before, after) = (change.before.as_deref(), change.after.as_deref());
        let was = at(&self.before, &change.record);
        let is = at(&self.times, &change.record);
        let other = |text| Some(text).filter(|_| was == is).flatten();
        let nothing = || html! { span.quiet { "nothing" } };
        let said = |text: Option<&str>, times: &[Duration], other: Option<&str>| match text {
            Some(text) => self.said(&change.field, text, times, other),
            None => nothing(),
        };
        (
            said(before, was, other(after)),
            said(after, is, other(before)),
        )
    }

    fn said(&self, field: &str, value: &str, times: &[Duration], other: Option<&str>) -> Markup {
        let level = field.starts_with("levels.");
        if !level && !["loss", "loss-low", "loss-high"].contains(&field) {
            return html! { (span(value)) };
        }
        let parts: Vec<&str> = value.split(", ").collect();
        let others: Vec<&str> = other.map_or(Vec::new(), |it| it.split(", ").collect());
        let shown = |text: &str| match text.parse::<usize>() {
            Ok(number) if level => self.grid.level(number),
            _ => text.to_string(),
        };
        let kept = |at: usize| others.get(at) != parts.get(at);
        html! { ul.plain-list.tight { @for (at, part) in parts.iter().enumerate() { @if kept(at) {
            li { @if let Some(time) = times.get(at) { "after " (when::span(time.0)) ": " } (shown(part)) }
        } } } }
    }
}

fn at<'t>(times: &'t Times, record: &str) -> &'t [Duration] {
    times.get(record).map_or(&[], Vec::as_slice)
}

/// Lengths of time as people say them; any other text as it is.
fn span(text: &str) -> String {
    let one = |part: &str| match Duration::parse(part) {
        Ok(time) if part.starts_with(|c: char| c.is_ascii_digit()) => when::span(time.0),
        _ => part.to_string(),
    };
    let parts: Vec<String> = text.split(", ").map(one).collect();
    parts.join(", ")
}

/// A field's name in words.
pub fn field(field: &str) -> String {
    let word = match field {
        "after" => "judged after",
        "loss" => "lost by then, in all",
        "loss-low" => "lost by then, at the least",
        "loss-high" => "lost by then, at the most",
        "respondent" => "who answered",
        "confidence" => "how sure",
        "targets.mtpd" => "intolerable after (MTPD)",
        "targets.mtpd-ends" => "what ends that time",
        "targets.rto" | "targets.rto.within" => "back within (RTO)",
        "targets.rpo" => "may lose data of (RPO)",
        "targets.mbco" => "least that is of use (MBCO)",
        "targets.wrt" => "to catch up takes (WRT)",
        "people" => "people, normally",
        "people-minimum" => "people, at the least",
        "backlog.arrives" => "work arrives",
        "backlog.clears" => "work is cleared",
        "start-within" => "workaround works after",
        "sustain-for" => "workaround lasts",
        "capacity" => "workaround reaches",
        "rekey" => "to enter it again takes",
        "forms" => "forms are",
        "tried" => "last tried",
        other => return in_parts(other),
    };
    word.to_string()
}

fn in_parts(field: &str) -> String {
    if let Some(category) = field.strip_prefix("levels.") {
        return format!("harm to {category}");
    }
    if let Some(item) = field.strip_prefix("requires.") {
        return format!("need of {item}");
    }
    if let Some(after) = field.strip_prefix("people-after.") {
        return format!("people, from {} on", span(after));
    }
    if let Some(rest) = field.strip_prefix("peaks.") {
        let (peak, part) = rest.rsplit_once('.').unwrap_or((rest, ""));
        return format!("peak {peak}: {part}");
    }
    field.replace(['.', '-'], " ")
}

/// What changed, question by question, with a way back to each.
pub fn changes(all: &[Change], words: &Words, place: &dyn Fn(Topic) -> String) -> Markup {
    let of = |topic: Option<Topic>| {
        let word = topic.map(Topic::as_str);
        all.iter().filter(move |change| change.topic == word)
    };
    let topics = Topic::ALL.iter().map(|topic| Some(*topic)).chain([None]);
    html! {
        div.scroll { table.stack {
            thead { tr { th scope="col" { "Question" } th scope="col" { "What" } th scope="col" { "Last time" } th scope="col" { "Now" } } }
            tbody { @for topic in topics { @for change in of(topic) {
                (line(change, topic, words, place))
            } } }
        } }
        p.quiet { "+ new, ~ changed, \u{2212} taken out" }
    }
}

fn line(
    change: &Change,
    topic: Option<Topic>,
    words: &Words,
    place: &dyn Fn(Topic) -> String,
) -> Markup {
    let (before, after) = words.both(change);
    html! { tr {
        td { @match topic {
            Some(topic) => a href=(place(topic)) { (topic.number()) ". " (topic.asks()) },
            None => span.quiet { "not asked here" },
        } }
        td data-label="What" { (sign(change)) " " (field(&change.field))
            @if change.record.starts_with("impact/") && words.several() {
                br; small { (link::record(&change.record, &change.record)) } } }
        td data-label="Last time" { (before) }
        td data-label="Now" { (after) }
    } }
}

fn sign(change: &Change) -> &'static str {
    match (&change.before, &change.after) {
        (None, _) => "+",
        (_, None) => "\u{2212}",
        _ => "~",
    }
}
