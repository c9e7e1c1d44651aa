//! Search over everything: records by id, name and other names, pages, findings by code. The page
//! and the command palette ask the same.

use axum::response::Response;
use maud::html;
use record::kinds::about;
use record::link::split;
use serde::Serialize;

use super::frame::{Page, show};
use super::{link, navigation, reckoned};
use crate::answer;
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::http::reply;

/// What a search may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("q", Sort::Typed, "What is looked for."),
    Parameter::new("kind", Sort::Typed, "Only records of this kind."),
    Parameter::new(
        "limit",
        Sort::Whole(1, 200),
        "How many at most; 50 where nothing is said.",
    ),
];

/// Something that can be found.
pub struct Entry {
    title: String,
    id: String,
    what: String,
    href: String,
    kind: &'static str,
    folded: String,
}

/// What was found.
#[derive(Serialize)]
struct Hit<'e> {
    title: &'e str,
    id: &'e str,
    what: &'e str,
    href: &'e str,
}

/// All that can be found, in the order in which it is shown where it fits equally well.
pub struct Index {
    entries: Vec<Entry>,
}

impl Index {
    /// The index of some records and the codes of findings. Cost: linear in the records.
    pub fn new(registers: &record::kinds::Registers, codes: &[&'static str]) -> Index {
        let mut index = Index {
            entries: Vec::new(),
        };
        for stage in navigation::stages(None) {
            index.page(stage.name, stage.path);
        }
        for (path, word) in navigation::LISTS.iter().chain(navigation::ACTIONS) {
            index.page(word, path);
        }
        registers.each_envelope(&mut |kind, id, envelope, _, status| {
            let retired = status == record::kind::Status::Retired;
            let reference = format!("{kind}/{id}");
            let also = envelope.also.iter().map(String::as_str);
            let names: Vec<&str> = envelope.name.as_deref().into_iter().chain(also).collect();
            index.entries.push(Entry {
                title: envelope.name.clone().unwrap_or_else(|| id.to_owned()),
                what: format!("{kind} · {id}{}", if retired { " · retired" } else { "" }),
                href: link::place(&reference),
                folded: format!("{id} {} {kind}", names.join(" ")).to_lowercase(),
                kind,
                id: reference,
            });
        });
        for code in codes {
            index.entries.push(Entry {
                title: (*code).to_owned(),
                id: (*code).to_owned(),
                what: "finding".into(),
                href: format!("/findings/{code}"),
                kind: "",
                folded: code.replace('-', " ") + " " + code,
            });
        }
        index
    }

    fn page(&mut self, word: &str, path: &str) {
        self.entries.push(Entry {
            title: word.to_owned(),
            id: path.to_owned(),
            what: "page".into(),
            href: path.to_owned(),
            kind: "",
            folded: word.to_lowercase(),
        });
    }

    /// The entries that hold every word of a text, the nearest first. Cost: linear.
    pub fn find(&self, text: &str, kind: &str, limit: usize) -> Vec<&Entry> {
        let text = text.trim().to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut found: Vec<(u8, usize, &Entry)> = self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| kind.is_empty() || entry.kind == kind)
            .filter(|(_, entry)| words.iter().all(|word| entry.folded.contains(word)))
            .map(|(place, entry)| (entry.distance(&text), place, entry))
            .collect();
        found.sort_unstable_by_key(|(distance, place, _)| (*distance, *place));
        found.truncate(limit);
        found.into_iter().map(|(_, _, entry)| entry).collect()
    }
}

impl Entry {
    /// How far it is from what was typed: the same, beginning with it, a word of it, inside.
    fn distance(&self, text: &str) -> u8 {
        let id = split(&self.id).1;
        match () {
            () if id == text || self.title.to_lowercase() == text => 0,
            () if self.folded.starts_with(text) => 1,
            () if self.folded.contains(&format!(" {text}")) => 2,
            () => 3,
        }
    }

    fn hit(&self) -> Hit<'_> {
        Hit {
            title: &self.title,
            id: &self.id,
            what: &self.what,
            href: &self.href,
        }
    }
}

/// The page of what was found.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let text = call.query.text("q").unwrap_or_default();
    let found = now.index().find(text, kind(&call), limit(&call));
    let body = html! {
        h1 { "Search" }
        form.row action="/search" {
            div.field {
                label for="again" { "Look for" }
                input #again name="q" type="search" value=(text);
            }
            button type="submit" { "Search" }
        }
        p.quiet role="status" {
            @if found.is_empty() { "Nothing is called so. Try a part of the name." }
            @else if found.len() == limit(&call) { "The first " (found.len()) "; say more to see fewer." }
            @else { (found.len()) " found" }
        }
        ol.results { @for entry in found {
            li { a href=(entry.href) { (entry.title) } " " span.quiet { (entry.what) } }
        } }
    };
    show(&call, Page::new("Search", "/search", body)).await
}

/// The same for scripts: what a field of references or the palette offers.
pub async fn json(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let text = call.query.text("q").unwrap_or_default();
    let found = now.index().find(text, kind(&call), limit(&call));
    let hits: Vec<Hit<'_>> = found.into_iter().map(Entry::hit).collect();
    Ok(reply::json_bytes(answer::json(
        &serde_json::json!({ "items": hits }),
    )))
}

fn kind(call: &Call) -> &str {
    let asked = call.query.text("kind").unwrap_or_default();
    about(asked).map_or("", |about| about.name)
}

fn limit(call: &Call) -> usize {
    call.query.whole("limit").unwrap_or(50) as usize
}

#[cfg(test)]
mod tests;
