//! Answers in words: each field with the name that people give it, under its question.

use continuity::requirements::questionnaire::Topic;
use continuity::requirements::questionnaire::change::Change;
use maud::{Markup, html};

/// A field's name in words.
pub fn field(field: &str) -> String {
    let word = match field {
        "after" => "judged after",
        "loss" => "lost by then, in all",
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
        "requires" => "needs",
        other => return in_parts(other),
    };
    word.to_string()
}

fn in_parts(field: &str) -> String {
    if let Some(category) = field.strip_prefix("levels.") {
        return format!("harm to {category}");
    }
    let numbered = |rest: &str| {
        let (number, part) = rest.split_once(']').unwrap_or((rest, ""));
        let number: usize = number.parse().unwrap_or(0);
        (number + 1, part.trim_start_matches('.').replace('.', " "))
    };
    if let Some(rest) = field.strip_prefix("peaks[") {
        let (number, part) = numbered(rest);
        return format!("peak {number} {part}").trim_end().to_string();
    }
    if let Some(rest) = field.strip_prefix("requires[") {
        let (number, part) = numbered(rest);
        return format!("need {number} {part}").trim_end().to_string();
    }
    field.replace(['.', '-'], " ")
}

/// What changed, question by question, with a way back to each.
pub fn changes(all: &[Change], place: &dyn Fn(Topic) -> String) -> Markup {
    let of = |topic: Option<Topic>| {
        let word = topic.map(Topic::as_str);
        all.iter().filter(move |change| change.topic == word)
    };
    let topics = Topic::ALL.iter().map(|topic| Some(*topic)).chain([None]);
    html! {
        div.scroll { table.stack {
            thead { tr { th scope="col" { "Question" } th scope="col" { "What" } th scope="col" { "Last time" } th scope="col" { "Now" } } }
            tbody { @for topic in topics { @for change in of(topic) { tr {
                td { @match topic {
                    Some(topic) => a href=(place(topic)) { (topic.number()) ". " (topic.asks()) },
                    None => span.quiet { "not asked here" },
                } }
                td data-label="What" { (field(&change.field)) }
                td data-label="Last time" { @match &change.before { Some(text) => (text), None => span.quiet { "nothing" } } }
                td data-label="Now" { (sign(change)) " " @match &change.after { Some(text) => strong { (text) }, None => span.quiet { "nothing" } } }
            } } } }
        } }
        p.quiet { "+ new, ~ changed, \u{2212} taken out" }
    }
}

fn sign(change: &Change) -> &'static str {
    match (&change.before, &change.after) {
        (None, _) => "+",
        (_, None) => "\u{2212}",
        _ => "~",
    }
}
