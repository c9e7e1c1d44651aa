//! What differs between two contents of a record, field by field, in words: `+` came, `~` changed,
//! `-` went.

use maud::{Markup, html};
use record::node::Node;

use super::outline::{Part, Sort};
use super::reading::plain;

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs {
    /// The field, in words.
    pub label: String,
    /// What it was, in words; nothing where it came.
    pub before: Option<String>,
    /// What it is, in words; nothing where it went.
    pub after: Option<String>,
}

impl Differs {
    /// Its sign.
    pub fn sign(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "+",
            (_, None) => "-",
            _ => "~",
        }
    }

    /// Its sign as a word.
    pub fn word(&self) -> &'static str {
        match self.sign() {
            "+" => "new",
            "-" => "gone",
            _ => "changed",
        }
    }

    /// It in a sentence.
    pub fn sentence(&self) -> String {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => {
                format!("{}: {before} became {after}", self.label)
            }
            (None, Some(after)) => format!("{}: {after}", self.label),
            (before, _) => {
                let before = before.as_deref().unwrap_or_default();
                format!("{}: no longer {before}", self.label)
            }
        }
    }
}

/// What differs between two maps under some parts, and in the status.
pub fn difference(parts: &[&Part], before: &Node, after: &Node) -> Vec<Differs> {
    let mut all = Vec::new();
    for key in ["id", "status"] {
        let text = |node: &Node| Some(super::label::inside(node.get(key)?.as_text()?));
        let (before, after) = (text(before), text(after));
        if before != after {
            let label = super::label::of(key);
            all.push(Differs {
                label,
                before,
                after,
            });
        }
    }
    for part in parts {
        let (before, after) = (before.get(&part.key), after.get(&part.key));
        compare(&part.label, &part.sort, before, after, &mut all);
    }
    all
}

/// The legend of the signs: it stands wherever they do.
pub fn legend() -> Markup {
    html! {
        p.quiet.legend {
            b.sign { "+" } " new, " b.sign { "~" } " changed, " b.sign { "-" } " gone"
        }
    }
}

/// A list of what differs.
pub fn list(all: &[Differs]) -> Markup {
    html! {
        ul.differs { @for differs in all {
            li {
                b.sign { (differs.sign()) } span.unseen { (differs.word()) } " "
                span.label-word { (differs.label) } ": "
                @match (&differs.before, &differs.after) {
                    (Some(before), Some(after)) => { del { (before) } " → " ins { (after) } }
                    (None, Some(after)) => { ins { (after) } }
                    (before, _) => { del { (before.as_deref().unwrap_or_default()) } }
                }
            }
        } }
    }
}

/// As deep as the parts are.
fn compare(
    label: &str,
    sort: &Sort,
    before: Option<&Node>,
    after: Option<&Node>,
    all: &mut Vec<Differs>,
) {
    if before == after {
        return;
    }
    match (sort, before, after) {
        (Sort::Group(parts), ..) => {
            for part in parts {
                let inner =
                    |node: Option<&Node>| node.and_then(|node| node.get(&part.key)).cloned();
                let (before, after) = (inner(before), inner(after));
                let label = format!("{label}, {}", part.label);
                compare(&label, &part.sort, before.as_ref(), after.as_ref(), all);
            }
        }
        (Sort::Rows(of), ..) => rows(label, of, before, after, all),
        (Sort::Map(of), ..) => {
            let entries = |node: Option<&Node>| {
                let entries = node.and_then(Node::as_map).unwrap_or_default().to_vec();
                entries.into_iter().map(|entry| entry.key)
            };
            let mut keys: Vec<Box<str>> = entries(before).chain(entries(after)).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                let inner = |node: Option<&Node>| node.and_then(|node| node.get(&key)).cloned();
                let (before, after) = (inner(before), inner(after));
                let label = format!("{label}, {key}");
                compare(&label, of, before.as_ref(), after.as_ref(), all);
            }
        }
        _ => push(label, sort, before, after, all),
    }
}

fn push(
    label: &str,
    sort: &Sort,
    before: Option<&Node>,
    after: Option<&Node>,
    all: &mut Vec<Differs>,
) {
    let text = |node: Option<&Node>| node.map(|node| plain(sort, node));
    let (before, after) = (text(before), text(after));
    if before != after {
        let label = label.to_owned();
        all.push(Differs {
            label,
            before,
            after,
        });
    }
}

/// Rows with an id of their own are compared with the row of that id; others come and go.
fn rows(
    label: &str,
    of: &Sort,
    before: Option<&Node>,
    after: Option<&Node>,
    all: &mut Vec<Differs>,
) {
    let nodes = |node: Option<&Node>| node.and_then(Node::as_list).unwrap_or_default().to_vec();
    let (before, after) = (nodes(before), nodes(after));
    let named = |node: &Node| node.get("id").and_then(Node::as_text).map(str::to_owned);
    let mut changed_only = false;
    for old in &before {
        let name = named(old);
        let twin = after
            .iter()
            .find(|new| name.is_some() && named(new) == name);
        match twin {
            Some(new) if matches!(of, Sort::Group(_)) => {
                let label = format!("{label}, {}", name.unwrap_or_default());
                compare(&label, of, Some(old), Some(new), all);
            }
            _ if after.contains(old) => changed_only = true,
            _ => push(label, of, Some(old), None, all),
        }
    }
    for new in &after {
        let name = named(new);
        let known = name.is_some() && before.iter().any(|old| named(old) == name);
        if !known && !before.contains(new) {
            push(label, of, None, Some(new), all);
        }
    }
    // The same rows in another order, and nothing else, is a change too.
    let same = before.len() == after.len() && before.iter().all(|old| after.contains(old));
    if same && changed_only {
        let order = |nodes: &[Node]| {
            let texts = nodes.iter().map(|node| plain(of, node));
            Some(texts.collect::<Vec<_>>().join(", "))
        };
        let label = format!("{label}, in another order");
        all.push(Differs {
            label,
            before: order(&before),
            after: order(&after),
        });
    }
}
