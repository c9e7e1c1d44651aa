//! What an import would change in a register: added, changed and in which fields, what it no
//! longer names. An import deletes nothing, and fields it does not bring stay as they are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use continuity::requirements::local_history::local;
use record::complaint::Complaints;
use record::item::{Item, Need};
use record::kinds::{About, Record, Registers, about};
use record::link::{Allowed, ITEMS, ItemRef, Link, split, to_id};
use record::node::{Entry, Node, Value};
use record::shape::Shape;

use super::names::some;
use super::{Import, placing};

/// A record that an import would change.
#[derive(Debug)]
pub struct Amended {
    /// As it would stand.
    pub record: Record,
    /// The fields that differ, each with what comes and goes in it.
    pub fields: Vec<String>,
}

/// What an import would change.
#[derive(Debug, Default)]
pub struct Change {
    /// New records.
    pub added: Vec<Record>,
    /// Records that would differ, in the order of the import.
    pub changed: Vec<Amended>,
    /// How many would stay as they are.
    pub unchanged: usize,
    /// What an earlier import of the same files brought and this one no longer names.
    pub vanished: Vec<String>,
    /// References of the imported records that nothing answers to: from, to.
    pub unresolved: Vec<(String, String)>,
    /// What a person should know.
    pub remarks: Vec<String>,
    /// The register as it would stand.
    pub after: Registers,
}

/// Compares an import with what is there. Names that a record already answers to by its `also`
/// are resolved to it. An import with complaints comes to no change; ask for those first.
/// Cost: linear in the records and their references.
pub fn change(mut import: Import, registers: &Registers) -> Change {
    if let Some(history) = import.history.take() {
        let local = local(&history, registers);
        import.records.extend(local.records);
        import.remarks.extend(local.remarks);
    }
    placing::place(&mut import, registers);
    let mut change = Change {
        remarks: import.remarks,
        after: registers.clone(),
        ..Change::default()
    };
    let aliases = aliases(registers);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let (mut sources, mut aliased) = (BTreeSet::new(), BTreeMap::new());
    let ids: BTreeSet<String> = import.records.iter().map(Record::reference).collect();
    for mut record in import.records {
        let reference = record.reference();
        if !seen.insert(reference.clone()) {
            change
                .remarks
                .push(format!("{reference} stands twice; the first counts"));
            continue;
        }
        sources.extend(record.envelope().source.clone());
        let known = |text: &str| ids.contains(text) || answered(registers, text);
        resolve(&mut record, &aliases, &known, &mut aliased);
        match registers.record(record.kind(), record.id()) {
            None => {
                change.after.replace(record.clone());
                change.added.push(record);
            }
            Some(before) => change.amend(before, &record),
        }
    }
    for (from, to) in aliased {
        change.remarks.push(format!(
            "{from} was taken for {to}, which is also called so"
        ));
    }
    change.note_vanished(registers, &seen, &sources);
    change.note_unresolved(&seen);
    change
}

impl Change {
    /// Whether it would change anything.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty()
    }

    fn amend(&mut self, before: Record, imported: &Record) {
        let (old, new) = (before.write(), imported.write());
        let merged = merge(&old, &new);
        if merged == old {
            self.unchanged += 1;
            return;
        }
        let mut complaints = Complaints::new();
        let Some(record) = Record::read(&merged, before.origin().file, &mut complaints) else {
            let reference = before.reference();
            self.remarks.push(format!(
                "{reference} stays as it is: what is new does not fit to it"
            ));
            self.unchanged += 1;
            return;
        };
        let fields = differences(&old, &merged);
        self.after.replace(record.clone());
        self.changed.push(Amended { record, fields });
    }

    fn note_vanished(
        &mut self,
        registers: &Registers,
        seen: &BTreeSet<String>,
        sources: &BTreeSet<String>,
    ) {
        registers.each_envelope(&mut |kind, id, envelope, _, _| {
            let reference = format!("{kind}/{id}");
            let ours = envelope
                .source
                .as_ref()
                .is_some_and(|source| sources.contains(source));
            if ours && !seen.contains(&reference) {
                self.vanished.push(reference);
            }
        });
        if !self.vanished.is_empty() {
            let text = format!(
                "no longer named by these files, and left as {}: {}",
                if self.vanished.len() == 1 {
                    "it is"
                } else {
                    "they are"
                },
                some(self.vanished.iter().map(String::as_str))
            );
            self.remarks.push(text);
        }
    }

    fn note_unresolved(&mut self, seen: &BTreeSet<String>) {
        let (after, unresolved) = (&self.after, &mut self.unresolved);
        after.each_link(&mut |kind, id, _, link| {
            let from = format!("{kind}/{id}");
            if seen.contains(&from) && !answers(after, &link) {
                unresolved.push((from, link.text.to_string()));
            }
        });
    }

    /// The change in one sentence.
    pub fn sentence(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let added: Vec<&Record> = self.added.iter().collect();
        let changed: Vec<&Record> = self.changed.iter().map(|amended| &amended.record).collect();
        for (records, word) in [(added, "new"), (changed, "changed")] {
            if !records.is_empty() {
                let verb = if records.len() == 1 { "is" } else { "are" };
                parts.push(format!("{} {verb} {word}", by_kind(&records)));
            }
        }
        if self.unchanged > 0 {
            let verb = if self.unchanged == 1 { "stays" } else { "stay" };
            parts.push(format!("{} {verb} as before", self.unchanged));
        }
        match self.unresolved.len() {
            0 => {}
            1 => parts.push("1 reference resolves to nothing".into()),
            number => parts.push(format!("{number} references resolve to nothing")),
        }
        if parts.is_empty() {
            return "Nothing would change.".into();
        }
        format!("{}.", parts.join("; "))
    }
}

/// `104 services and 86 teams`.
fn by_kind(records: &[&Record]) -> String {
    let mut kinds: Vec<(&'static str, usize)> = Vec::new();
    for record in records {
        match kinds.iter_mut().find(|(kind, _)| *kind == record.kind()) {
            Some((_, number)) => *number += 1,
            None => kinds.push((record.kind(), 1)),
        }
    }
    let word = |&(kind, number): &(&'static str, usize)| {
        let plural = about(kind).map_or(kind, |about: &About| about.plural);
        format!("{number} {}", if number == 1 { kind } else { plural })
    };
    let words: Vec<String> = kinds.iter().map(word).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
        None => String::new(),
    }
}

/// The references that records answer to by their `also`, where only one does.
fn aliases(registers: &Registers) -> HashMap<String, String> {
    let mut aliases: HashMap<String, Option<String>> = HashMap::new();
    registers.each_envelope(&mut |kind, id, envelope, _, _| {
        for name in &envelope.also {
            let alias = format!("{kind}/{}", to_id(name));
            let target = format!("{kind}/{id}");
            let known = aliases.entry(alias).or_insert_with(|| Some(target.clone()));
            if known.as_ref().is_some_and(|known| *known != target) {
                *known = None;
            }
        }
    });
    aliases
        .into_iter()
        .filter_map(|(alias, target)| Some((alias, target?)))
        .collect()
}

/// Puts what a record is also called in place of names that nothing else answers to.
fn resolve(
    record: &mut Record,
    aliases: &HashMap<String, String>,
    known: &dyn Fn(&str) -> bool,
    aliased: &mut BTreeMap<String, String>,
) {
    let mut name = |text: &mut Box<str>| {
        if known(text) {
            return;
        }
        if let Some(target) = aliases.get(&**text) {
            aliased.insert(text.to_string(), target.clone());
            *text = target.as_str().into();
        }
    };
    if let Some(owner) = &mut record.envelope_mut().owner {
        name(&mut owner.text);
    }
    let Some(item) = item_mut(record) else { return };
    let mut renamed = false;
    for need in &mut item.requires {
        for member in &mut need.of {
            let before = member.text.clone();
            name(&mut member.text);
            renamed |= member.text != before;
        }
    }
    if renamed {
        without_repetition(&mut item.requires);
    }
}

/// Two names may have come to mean the same: each need once, each member once.
fn without_repetition(needs: &mut Vec<Need>) {
    let mut kept: Vec<Need> = Vec::new();
    for mut need in std::mem::take(needs) {
        let mut of: Vec<ItemRef> = Vec::new();
        for member in need.of {
            if !of.contains(&member) {
                of.push(member);
            }
        }
        need.any = need.any.min(of.len() as u32);
        need.of = of;
        if !kept.contains(&need) {
            kept.push(need);
        }
    }
    *needs = kept;
}

fn item_mut(record: &mut Record) -> Option<&mut Item> {
    match record {
        Record::Service(record) => Some(&mut record.own.item),
        Record::Component(record) => Some(&mut record.own.item),
        Record::Dataset(record) => Some(&mut record.own.item),
        Record::Site(record) => Some(&mut record.own.item),
        Record::Supplier(record) => Some(&mut record.own.item),
        Record::Team(record) => Some(&mut record.own.item),
        Record::Activity(record) => Some(&mut record.own.item),
        _ => None,
    }
}

fn answered(registers: &Registers, reference: &str) -> bool {
    let (kind, id) = split(reference);
    kind.is_some_and(|kind| registers.has(kind, id))
}

fn answers(registers: &Registers, link: &Link<'_>) -> bool {
    let (kind, id) = split(link.text);
    if let Some(kind) = kind {
        return registers.has(kind, id);
    }
    let kinds = match &link.allowed {
        Allowed::Kind(kind) => std::slice::from_ref(kind),
        Allowed::Kinds(kinds) => kinds,
        Allowed::Items => ITEMS,
        Allowed::Any => {
            return record::kinds::ALL
                .iter()
                .any(|about| registers.has(about.name, id));
        }
    };
    kinds.iter().any(|kind| registers.has(kind, id))
}

/// The old record with the fields that the new one brings. Labels and other names are joined, so
/// that what a person added by hand stays; a need that someone refined stays refined.
fn merge(old: &Node, new: &Node) -> Node {
    let (Value::Map(before), Value::Map(brought)) = (&old.value, &new.value) else {
        return new.clone();
    };
    let mut entries: Vec<Entry> = before.clone();
    for entry in brought {
        let Some(known) = entries.iter_mut().find(|known| known.key == entry.key) else {
            entries.push(entry.clone());
            continue;
        };
        known.value = match &*entry.key {
            "tags" | "also" => joined(&known.value, &entry.value),
            "requires" => refined(&known.value, &entry.value),
            _ => entry.value.clone(),
        };
    }
    Node::made(Value::Map(entries))
}

fn joined(old: &Node, new: &Node) -> Node {
    let mut nodes = old.as_list().unwrap_or_default().to_vec();
    for node in new.as_list().unwrap_or_default() {
        if !nodes.contains(node) {
            nodes.push(node.clone());
        }
    }
    Node::list(nodes)
}

/// The new needs, each as it was refined before: a plain need of `x` becomes the entry of the old
/// list that names `x`, group, phase, tail and all.
fn refined(old: &Node, new: &Node) -> Node {
    let needs = |node: &Node| Vec::<Need>::read(node, &mut Complaints::new()).unwrap_or_default();
    let before = needs(old);
    let same = |one: &ItemRef, other: &ItemRef| {
        let bare = split(&one.text).0.is_none() || split(&other.text).0.is_none();
        one.text == other.text || bare && split(&one.text).1 == split(&other.text).1
    };
    let mut kept: Vec<Need> = Vec::new();
    for need in needs(new) {
        let plain = need == Need::one(need.of[0].clone());
        let earlier = before.iter().filter(|_| plain);
        let mut earlier = earlier.filter(|known| known.of.iter().any(|m| same(m, &need.of[0])));
        let need = earlier.next().cloned().unwrap_or(need);
        if !kept.contains(&need) {
            kept.push(need);
        }
    }
    // The same needs in another order are no change.
    if kept.len() == before.len() && kept.iter().all(|need| before.contains(need)) {
        return old.clone();
    }
    kept.write()
}

/// The fields in which a record differs from the one before it; of a list, what comes and goes.
pub fn fields(before: &Record, after: &Record) -> Vec<String> {
    let (old, new) = (before.write(), after.write());
    let mut fields = differences(&old, &new);
    for entry in old.as_map().unwrap_or_default() {
        if new.get(&entry.key).is_none() {
            fields.push(format!("{} (gone)", entry.key));
        }
    }
    fields
}

/// The fields that differ; of a list, what comes and goes.
fn differences(old: &Node, new: &Node) -> Vec<String> {
    let mut fields = Vec::new();
    for entry in new.as_map().unwrap_or_default() {
        let before = old.get(&entry.key);
        if before == Some(&entry.value) {
            continue;
        }
        let texts = |node: Option<&Node>| -> Option<BTreeSet<String>> {
            let nodes = node.map_or(Some(&[][..]), Node::as_list)?;
            Some(nodes.iter().map(crate::write::json::line).collect())
        };
        let lists = texts(before).zip(texts(Some(&entry.value)));
        let Some((before, after)) = lists else {
            fields.push(entry.key.to_string());
            continue;
        };
        let sign = |sign: &str, text: &String| format!("{sign}{}", text.trim_matches('"'));
        let come = after.difference(&before).map(|text| sign("+", text));
        let gone = before.difference(&after).map(|text| sign("-", text));
        let signs: Vec<String> = come.chain(gone).collect();
        let signs = some(signs.iter().map(String::as_str));
        fields.push(format!("{} ({signs})", entry.key));
    }
    fields
}
