//! Signals that came in a file find their items among the records they are imported into, by the
//! same names as at the door: id, `kind/id`, `also`, host. A name that several items have, or none,
//! stays as it was said.

use std::collections::{BTreeMap, HashMap};

use record::kinds::{Record, Registers};
use record::link::{ITEMS, ItemRef, split, to_id};
use record::node::shorten;

use super::Import;
use super::names::some;
use super::statement::meant;

/// Puts the items that signals mean in place of what they were called. Cost: linear in the records
/// where there is a signal; nothing otherwise.
pub(super) fn place(import: &mut Import, registers: &Registers) {
    if import.called.is_empty() {
        return;
    }
    let known = known(registers);
    let find = |name: &str| known.get(name).cloned().flatten();
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    for record in &mut import.records {
        let Record::Signal(signal) = record else {
            continue;
        };
        let names = import
            .called
            .get(&*signal.id)
            .map_or(&[][..], Vec::as_slice);
        if let Some(found) = meant(names, &find) {
            note(&mut taken, names, &found);
            signal.own.of.text = found.into();
        }
        if let Some(copy) = &mut signal.own.copy_at {
            place_copy(copy, &find);
        }
    }
    if taken.is_empty() {
        return;
    }
    let words: Vec<String> = taken
        .iter()
        .map(|(said, item)| format!("{} for {item}", shorten(said)))
        .collect();
    let words = some(words.iter().map(String::as_str));
    import.remark(format!(
        "names were taken for items that are called so: {words}"
    ));
}

/// Notes a name that led to an item whose id it is not.
fn note(taken: &mut BTreeMap<String, String>, names: &[String], found: &str) {
    let id = split(found).1;
    let said = names.first().filter(|said| *said != found && *said != id);
    if let Some(said) = said {
        taken.insert(said.clone(), found.to_string());
    }
}

fn place_copy(copy: &mut ItemRef, find: &dyn Fn(&str) -> Option<String>) {
    let said = copy.text.to_string();
    let bare = split(&said).1.to_string();
    if let Some(found) = find(&said).or_else(|| find(&bare)) {
        copy.text = found.into();
    }
}

/// Every name of an item, and the item where only one has it.
fn known(registers: &Registers) -> HashMap<String, Option<String>> {
    let mut known: HashMap<String, Option<String>> = HashMap::new();
    let mut whole: Vec<String> = Vec::new();
    registers.each_envelope(&mut |kind, id, envelope, _, _| {
        if !ITEMS.contains(&kind) {
            return;
        }
        let target = format!("{kind}/{id}");
        let also = envelope.also.iter();
        // As they are written, and as a reference would be.
        let also = also.flat_map(|name| [name.clone(), to_id(name)]);
        for name in std::iter::once(id.to_string()).chain(also) {
            let found = known.entry(name);
            let found = found.or_insert_with(|| Some(target.clone()));
            if found.as_ref().is_some_and(|found| *found != target) {
                *found = None;
            }
        }
        whole.push(target);
    });
    known.extend(whole.into_iter().map(|it| (it.clone(), Some(it))));
    known
}
