//! One cell read as its field: lists split, names resolved to references, people's words for tiers
//! and states understood.

use record::complaint::nearest;
use record::link::{ITEMS, PARTIES, is_id};
use record::node::{Node, shorten};

use super::cell::{self, Said};
use super::form::Form;
use super::heading::Heading;
use super::names::Found;
use super::remarks::Remarks;
use super::rows::Shared;

/// Names for which a near one is looked for; looking costs as much as there are names.
const SUGGESTED_MAX: usize = 100;

/// A cell that is not empty, with its field.
pub(super) struct Field<'c> {
    pub text: &'c str,
    pub heading: &'c Heading,
    pub path: &'c str,
    /// Whether an export of ours wrote it: then references stand as they are meant.
    pub own: bool,
    pub row: u32,
}

impl Field<'_> {
    /// The value; nothing where only a remark remains; a fault where it cannot be read.
    pub(super) fn read(
        &self,
        form: &Form,
        shared: &mut Shared,
        remarks: &mut Remarks,
    ) -> Result<Option<Node>, String> {
        if form.may_be_tree()
            && let Some(node) = cell::tree(self.text)
        {
            return Ok(Some(node));
        }
        match form {
            Form::List(inner) => self.list(inner, shared, remarks).map(Some),
            _ => match self.word(remarks) {
                Some(word) => Ok(word),
                None => self.one(self.text, form, shared, remarks),
            },
        }
    }

    /// Fields whose cells hold people's own words.
    fn word(&self, remarks: &mut Remarks) -> Option<Option<Node>> {
        let lower = self.text.to_lowercase();
        let mut left_out = |text: String| {
            remarks.add(text, self.row);
            Some(None)
        };
        let (title, text) = (shorten(&self.heading.title), shorten(self.text));
        match self.path {
            "tier" => match cell::tier(self.text) {
                Some(number) => Some(Some(Node::bare(number))),
                None => left_out(format!(
                    "column `{title}`: the tier `{text}` is no number and was left out"
                )),
            },
            "hours" if !self.own && is_always(&lower) => Some(None),
            "status" => match lower.as_str() {
                "draft" | "in-review" | "approved" | "retired" => None,
                "decommissioned" | "end of life" => Some(Some(Node::text("retired"))),
                _ => left_out(format!(
                    "column `{title}`: `{text}` is none of draft, in-review, approved, retired; \
                     left out"
                )),
            },
            _ => None,
        }
    }

    fn list(
        &self,
        inner: &Form,
        shared: &mut Shared,
        remarks: &mut Remarks,
    ) -> Result<Node, String> {
        let whole = self.text.trim();
        let known = || matches!(shared.names.find(whole, ITEMS), Found::One(_));
        let commas = *inner == Form::Item && !self.own && !whole.contains(';') && !known();
        let cut = |c: char| c == ';' || (!self.own && c == '\n') || (commas && c == ',');
        let mut nodes: Vec<Node> = Vec::new();
        for part in whole
            .split(cut)
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            if cell::says_nothing(part) {
                let title = shorten(&self.heading.title);
                let text = format!("column `{title}`: `{}` counts as missing", shorten(part));
                remarks.add(text, self.row);
                continue;
            }
            if let Some(node) = self.one(part, inner, shared, remarks)?
                && (self.own || !nodes.contains(&node))
            {
                nodes.push(node);
            }
        }
        Ok(Node::list(nodes))
    }

    fn one(
        &self,
        text: &str,
        form: &Form,
        shared: &mut Shared,
        remarks: &mut Remarks,
    ) -> Result<Option<Node>, String> {
        let allowed: &[&str] = match form {
            Form::Item => ITEMS,
            Form::Party => PARTIES,
            Form::Id(kind) => &[kind.as_str()],
            form => {
                let said = cell::read(text, form, self.heading.unit, &self.heading.title);
                return match said {
                    Said::Value(node) => Ok(Some(node)),
                    Said::Wrong(why) => Err(why),
                };
            }
        };
        if self.own {
            return Ok(Some(Node::text(text)));
        }
        Ok(Some(Node::text(
            self.reference(text, form, allowed, shared, remarks),
        )))
    }

    /// `kind/id` of the row that a name means, or the reference that it would be.
    fn reference(
        &self,
        text: &str,
        form: &Form,
        allowed: &[&str],
        shared: &mut Shared,
        remarks: &mut Remarks,
    ) -> String {
        let title = shorten(&self.heading.title);
        match shared.names.find(text, allowed) {
            Found::One(reference) => reference,
            Found::Several(rows) => {
                let (text, rows) = (shorten(text), rows.join(", "));
                let text = format!("column `{title}`: `{text}` may be each of {rows}");
                remarks.add(text, self.row);
                record::link::to_id(self.text)
            }
            Found::None(id) => {
                let reference = match form {
                    // Contact details stay outside the records: of an address the handle is kept.
                    Form::Party if text.contains('@') => {
                        let handle = text.split('@').next().unwrap_or_default();
                        format!("person/{}", record::link::to_id(handle))
                    }
                    Form::Party => format!("role/{id}"),
                    _ => id,
                };
                let hint = suggestion(text, shared);
                remarks.unanswered(&self.heading.title, text, &reference, hint, self.row);
                debug_assert!(is_id(record::link::split(&reference).1));
                reference
            }
        }
    }
}

fn is_always(lower: &str) -> bool {
    let close: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
    [
        "24x7", "24/7", "24*7", "24×7", "24h", "always", "7x24", "24x7x365", "24/7/365",
    ]
    .contains(&close.as_str())
}

fn suggestion(text: &str, shared: &mut Shared) -> String {
    if let Some(hint) = shared.suggested.get(text) {
        return hint.clone();
    }
    if shared.suggested.len() >= SUGGESTED_MAX {
        return String::new();
    }
    let id = record::link::to_id(text);
    let near = nearest(&id, shared.names.all());
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    shared.suggested.insert(text.into(), hint.clone());
    hint
}
