//! What a change of many records would do, before it is done: each record with what comes, changes
//! and goes in it, the change in a sentence, and which findings it would bring and mend.

use std::sync::Arc;

use continuity::finding::Finding;
use continuity::finding::difference::Difference;
use exchange::import::change::Change;
use maud::{Markup, html};
use record::kinds::{Record, Registers, about};

use super::difference::{difference, legend, list};
use super::names::Names;
use super::{label, subject};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::link;
use crate::web::reckoned::Reckoned;

/// Most records that are shown one by one.
const SHOWN: usize = 200;
/// Most findings of a sort that are shown.
const FOUND: usize = 20;

/// A change of many records.
pub struct Preview {
    /// The change in a sentence.
    pub says: String,
    /// New records.
    pub added: Vec<Record>,
    /// Records as they would be.
    pub changed: Vec<Record>,
    /// How many stay as they are.
    pub unchanged: usize,
    /// What an earlier import brought and this one no longer names.
    pub vanished: Vec<String>,
    /// References that nothing answers to: from, to.
    pub unresolved: Vec<(String, String)>,
    /// What a person should know.
    pub remarks: Vec<String>,
    /// All records as they would be.
    pub after: Registers,
}

impl From<Change> for Preview {
    fn from(change: Change) -> Preview {
        Preview {
            says: change.sentence(),
            added: change.added,
            changed: change.changed.into_iter().map(|it| it.record).collect(),
            unchanged: change.unchanged,
            vanished: change.vanished,
            unresolved: change.unresolved,
            remarks: change.remarks,
            after: change.after,
        }
    }
}

impl Preview {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty()
    }
}

/// The change as it is shown, with what it would break and mend.
pub async fn shown(
    call: &Call,
    now: &Arc<Reckoned>,
    preview: Arc<Preview>,
) -> Result<Markup, Problem> {
    let (before, after) = (Arc::clone(now), Arc::clone(&preview));
    let judged = call
        .doors
        .compute(move || before.difference_to(&after.after))
        .await?;
    let names = Names::new(&preview.after);
    Ok(html! {
        p.lead role="status" { (preview.says) }
        (legend())
        (counts(&preview))
        (consequences(&judged, &names))
        @if !preview.remarks.is_empty() {
            section.sheet { h2 { "To know" } ul { @for remark in &preview.remarks { li { (remark) } } } }
        }
        (unresolved(&preview, &names))
        section.sheet { h2 { "Record by record" } (records(call, now, &preview)) }
    })
}

fn counts(preview: &Preview) -> Markup {
    let rows = [
        ("+", "new", preview.added.len()),
        ("~", "changed", preview.changed.len()),
        ("-", "gone", 0),
        ("=", "as before", preview.unchanged),
        (
            "?",
            "no longer named, left as they are",
            preview.vanished.len(),
        ),
    ];
    html! {
        ul.counts { @for (sign, word, count) in rows {
            li { b.sign { (sign) } " " strong { (count) } " " (word) }
        } }
    }
}

/// What it would break, bring and mend.
fn consequences(judged: &Difference, names: &Names<'_>) -> Markup {
    let sorts = [
        ("bad-word", "It would break", &judged.broke),
        ("warn", "It would bring", &judged.introduced),
        ("good", "It would mend", &judged.mended),
    ];
    let nothing = sorts.iter().all(|(_, _, all)| all.is_empty());
    html! {
        section.sheet #consequences {
            h2 { "What follows from it" }
            @if nothing { p { "No finding comes and none goes." } }
            @for (class, words, all) in sorts {
                @if !all.is_empty() {
                    details open[all.len() <= FOUND] {
                        summary { span.state.(class) { (words) " " (all.len()) } }
                        (findings(all, names))
                    }
                }
            }
        }
    }
}

fn findings(all: &[Finding], names: &Names<'_>) -> Markup {
    html! {
        ul.plain-list { @for finding in all.iter().take(FOUND) {
            li {
                a href=(link::place(&finding.subject)) { (names.name(&finding.subject)) }
                ": " (finding.text) " " a href={ "/findings/" (finding.code) } { small { (finding.code) } }
            }
        } }
        @if all.len() > FOUND { p.quiet { "and " (all.len() - FOUND) " more" } }
    }
}

fn unresolved(preview: &Preview, names: &Names<'_>) -> Markup {
    let all = &preview.unresolved;
    html! {
        @if !all.is_empty() {
            section.sheet {
                h2 { "References that nothing answers to" }
                p { "They stay as they are and become findings." }
                ul.plain-list { @for (from, to) in all.iter().take(FOUND) {
                    li { (names.name(from)) " names " code { (to) } }
                } }
                @if all.len() > FOUND { p.quiet { "and " (all.len() - FOUND) " more" } }
            }
        }
    }
}

/// Each record with what differs in it.
fn records(call: &Call, now: &Reckoned, preview: &Preview) -> Markup {
    let before = &now.present.state;
    let all = preview.changed.iter().chain(&preview.added);
    let more = (preview.changed.len() + preview.added.len()).saturating_sub(SHOWN);
    html! {
        @for record in all.take(SHOWN) {
            @let old = before.latest(record.kind(), record.id());
            @let old = old.map(|old| subject::tree(call, &old));
            @let new = subject::tree(call, record);
            @let sign = if old.is_some() { "~" } else { "+" };
            details.record-change {
                summary {
                    b.sign { (sign) } " " (record.envelope().name.as_deref().unwrap_or(record.id()))
                    " " small { (label::inside(record.kind())) " · " (record.id()) }
                }
                @if let Some(about) = about(record.kind()) {
                    @let outline = subject::outline(call, about);
                    @let nothing = record::node::Node::map::<&str>([]);
                    (list(&difference(&outline.parts(), old.as_ref().unwrap_or(&nothing), &new)))
                }
            }
        }
        @if more > 0 { p.quiet { "and " (more) " more; they are written all the same." } }
        @if preview.is_empty() { p { "Nothing would change." } }
    }
}
