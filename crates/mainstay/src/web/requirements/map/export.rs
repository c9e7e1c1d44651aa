//! The map in the languages of other drawing tools: the writers of whole estates, given only what
//! is shown.

use record::item::Item;
use record::kinds::{Record, Registers};
use record::link::split;

use super::Seen;
use crate::web::reckoned::Reckoned;

/// For Graphviz.
pub(super) fn dot(now: &Reckoned, seen: &Seen) -> String {
    exchange::write::dot::graph(&shown(now, seen))
}

/// For Mermaid.
pub(super) fn mermaid(now: &Reckoned, seen: &Seen) -> String {
    exchange::write::mermaid::graph(&shown(now, seen))
}

/// The records that are shown, without needs of what is not.
fn shown(now: &Reckoned, seen: &Seen) -> Registers {
    let mut some = Registers::default();
    let ids: Vec<&str> = seen.around.items.iter().map(|item| &*item.id).collect();
    let is_shown = |text: &str| {
        ids.iter()
            .any(|id| *id == text || (!text.contains('/') && split(id).1 == text))
    };
    for reference in &ids {
        let (kind, id) = split(reference);
        let found = kind.and_then(|kind| now.registers().record(kind, id));
        let Some(mut record) = found else { continue };
        if let Some(item) = item_mut(&mut record) {
            for need in &mut item.requires {
                need.of.retain(|member| is_shown(&member.text));
            }
            item.requires.retain(|need| !need.of.is_empty());
            for need in &mut item.requires {
                need.any = need.any.min(need.of.len() as u32);
            }
        }
        some.replace(record);
    }
    some
}

fn item_mut(record: &mut Record) -> Option<&mut Item> {
    Some(match record {
        Record::Activity(it) => &mut it.own.item,
        Record::Service(it) => &mut it.own.item,
        Record::Component(it) => &mut it.own.item,
        Record::Dataset(it) => &mut it.own.item,
        Record::Site(it) => &mut it.own.item,
        Record::Supplier(it) => &mut it.own.item,
        Record::Team(it) => &mut it.own.item,
        _ => return None,
    })
}
